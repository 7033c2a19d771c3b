/** Scripts that run as root: what goes wrong in them is everybody's. */
import { leaves, readTests, type ShellFile, surroundings } from '../../../src/engine/bash.ts';

const rootPaths =
  /(?:^|\/)(?:etc\/)?(?:init\.d|rc\d\.d|cron\.(?:hourly|daily|weekly|monthly)|cloud-init|user-data)(?:\/|$)|(?:^|[/.])(?:post|pre)(?:inst|rm)$/;

/** Told by where the script lies, by who starts it, or by its refusal to run as anybody else. */
export function runsAsRoot(file: ShellFile, path: string): boolean {
  return file.start.root || rootPaths.test(path) || refusesOthers(file);
}

function refusesOthers(file: ShellFile): boolean {
  return file.once(refusesOthers, '', false, () => {
    for (const node of file.root.descendants('test_command', 'compound_statement')) {
      const isNumber = node.type === 'compound_statement';
      if (isNumber && !/^\(\(\s*(?:!\s*)?E?UID\s*(?:(?:==|!=|>)\s*0\s*)?\)\)$/.test(node.text)) continue;
      if (!/\bEUID\b|\bUID\b|\bid -u\b/.test(node.text)) continue;
      if (!isNumber && !readTests(node).all.some((test) => /^(?:-ne|!=|-gt|-eq|=|==)$/.test(test.operator))) continue;
      for (const { role, node: child, parent } of surroundings(node)) {
        if (role === 'condition' && leaves(file, parent)) return true;
        if (role !== 'left-or' && role !== 'left-and') break;
        if (leaves(file, parent.namedChildren.find(({ index }) => index > child.index) ?? null)) return true;
      }
    }
    return false;
  });
}
