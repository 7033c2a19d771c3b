import { type ShellProgram, wholeStatement } from '../../../src/engine/bash.ts';
import type { OrderRule, SyntaxNode } from '../../../src/engine/check.ts';
import { nodeOf, type ShellEvent, type ShellFacts, shellFiles, shellProgram } from '../../models/bash/files.ts';
import { isNextRound, placeOfEvent, type ShellAnalysis } from '../../models/bash/places.ts';
import type { FileEvent } from '../../models/fileEvents.ts';

/** Reports files whose content is read, changed and poured back over them. */
export const bash: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge(pair, { analysis, source, fn }) {
    const { second: written } = pair;
    if (source.start.alone || isNextRound(pair)) return null;
    const place = placeOfEvent(analysis, written);
    if (place === 'private' || place === 'device' || analysis.modesAt(written).has('locked')) return null;
    const reads = analysis.eventsOf(fn).filter((event) => event.event === 'read' && event.key === pair.key && event.at.at <= written.at.at);
    const read = reads.find((one) => !analysis.modesAt(one).has('locked') && dependsOn(analysis, fn, one, written));
    if (!read) return null;
    const path = written.data.word?.node.text ?? '';
    return {
      at: nodeOf(written),
      confidence: 'medium',
      trace: [
        { at: nodeOf(read), text: `${path} is read` },
        { at: nodeOf(written), text: 'and what was made of it is written over it' },
      ],
    };
  },
};

/** What collectors and web servers read whenever they like. */
const served = /\/textfile[^/]*\/[^/]*\.prom$|\.prom$|\/(?:www|htdocs|public_html)\/(?:.*\/)?[^/]+\.(?:json|html?|xml|rss|ics)$/;

/** Reports files that are filled where others read them. */
export const bashFilled: OrderRule<FileEvent, ShellFacts> = {
  binding: shellFiles,
  judge({ second: written, key }, { analysis, source }) {
    if (source.start.alone || !served.test(key) || !written.data.redirect) return null;
    const path = written.data.word?.node.text ?? '';
    if (placeOfEvent(analysis, written) === 'private') return null;
    return {
      at: nodeOf(written),
      confidence: 'medium',
      message: 'The file is emptied first and filled afterwards: who reads it meanwhile finds nothing, or half of it.',
      trace: [{ at: nodeOf(written), text: `${path} is read by others at any time` }],
    };
  },
};

/** Whether what is written comes from what was read: through a variable, another file, or within one statement. */
function dependsOn(analysis: ShellAnalysis, fn: ShellEvent['within'], read: ShellEvent, written: ShellEvent): boolean {
  const program = shellProgram(analysis);
  const from = wholeStatement(nodeOf(read));
  const to = wholeStatement(nodeOf(written));
  if (to.contains(nodeOf(read))) {
    // In one statement: a substitution is read before the file is opened; a part of a pipeline races with its last one.
    return nodeOf(read).ancestor('command_substitution')?.index !== undefined || written.data.verb === 'tee';
  }
  const events = analysis.eventsOf(fn);
  const copies = events.filter(
    (event) => (event.event === 'write' || event.event === 'append') && from.contains(nodeOf(event)) && event.key !== read.key,
  );
  const poured = events.filter((event) => event.event === 'read' && to.contains(nodeOf(event)));
  if (poured.some(({ key }) => copies.some((copy) => copy.key === key))) return true;
  const names = filledFrom(program, read);
  for (const variable of to.descendants('variable_name')) if (names.has(variable.text)) return true;
  return false;
}

const MAX_STEPS = 4;

/** Variables that hold what was read: assigned from it, read line by line, or made of such. */
function filledFrom({ file }: ShellProgram, read: ShellEvent): ReadonlySet<string> {
  const names = new Set<string>();
  const node = nodeOf(read);
  const assigned = node.ancestor('variable_assignment')?.child('name')?.text;
  if (assigned) names.add(assigned);
  const statement = wholeStatement(node);
  const region: SyntaxNode = read.data.redirect?.statement ?? statement;
  for (const command of region.descendants('command')) {
    const one = file.commandAt(command);
    if (one?.name === 'read' || one?.name === 'mapfile' || one?.name === 'readarray')
      for (const word of one.arguments) if (/^[A-Za-z_]\w*$/.test(word.node.text)) names.add(word.node.text);
  }
  for (let step = 0; step < MAX_STEPS && names.size > 0; step++) {
    const { size } = names;
    for (const name of file.variableNames()) {
      file.budget.spend();
      if (names.has(name)) continue;
      const made = file
        .definitionsOf(name)
        .some(
          (definition) =>
            definition.node.index > region.index &&
            definition.values.some((value) =>
              [value, ...value.descendants('variable_name')].some((one) => one.type === 'variable_name' && names.has(one.text)),
            ),
        );
      if (made) names.add(name);
    }
    if (names.size === size) break;
  }
  return names;
}
