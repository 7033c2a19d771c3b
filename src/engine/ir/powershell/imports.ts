/** Files that a script takes into itself: `. ./lib.ps1`, `Import-Module ./x.psm1`, `using module ./x.psm1`. */
import { posix } from 'node:path';
import type { Import } from '../program.ts';
import type { Nodes } from './nodes.ts';
import type { Survey } from './survey.ts';
import { slashed } from './words.ts';

/** The directory of the script, as it is written before a path. */
const ownDirectory =
  /^(?:\$\{?PSScriptRoot\}?|\$\((?:Split-Path (?:-Parent |-Path )*\$(?:PSCommandPath|MyInvocation\.MyCommand\.(?:Path|Definition))(?: -Parent)?)\))(?=\/)/i;

function pathIn(written: string): string {
  const text = slashed(
    written
      .trim()
      .replace(/^\(\s*Join-Path(?:\s+-Path)?\s+(\S+)(?:\s+-ChildPath)?\s+(\S+)\s*\)$/i, '$1/$2')
      .replace(/["']/g, ''),
  );
  const path = text.replace(ownDirectory, '.');
  if (!/^\.\.?\//.test(path)) return path;
  const normal = posix.normalize(path);
  return normal.startsWith('..') ? normal : `./${normal}`;
}

const modules = new Set(['import-module', 'using']);

export function importedFiles(nodes: Nodes, survey: Survey): readonly Import[] {
  const found: Import[] = [];
  const add = (text: string, at: number) => found.push({ from: pathIn(text), name: '*', variable: null, at });
  for (const command of survey.callsWith('.')) {
    const name = nodes.field(command, 'command_name');
    if (name >= 0 && nodes.type(nodes.peel(name)) !== 'script_block_expression') add(nodes.text(name), command);
  }
  for (const word of modules) {
    for (const command of survey.callsWith(word)) {
      const elements = nodes.field(command, 'command_elements');
      const words = elements < 0 ? [] : nodes.named(elements).filter((child) => !/_sep$|_parameter$/.test(nodes.type(child)));
      const given = (word === 'using' ? words.slice(1) : words).map((one) => nodes.text(one))[0];
      if (given !== undefined && !(word === 'using' && !/^module$/i.test(nodes.text(words[0]!)))) add(given, command);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}
