/** An outline as lines, digests left out: what a table of whole outlines can hold. */
import type { Assertion, Outline } from '../../src/model/outline.ts';

const assertionLine = ({ text, subject, strength, isGuarded, line }: Assertion): string =>
  `${line} ${strength}${isGuarded ? ' guarded' : ''}: ${text} <${subject}>`;

export function outlineLines(outline: Outline): string[] {
  return [
    `read ${outline.read}${outline.problem === null ? '' : `: ${outline.problem}`}`,
    ...outline.cases.flatMap(({ name, line, state, assertions, isEmpty }) => [
      `case ${line} ${state}${isEmpty ? ' empty' : ''}: ${name}`,
      ...assertions.map((assertion) => `  ${assertionLine(assertion)}`),
    ]),
    ...outline.loose.map((assertion) => `loose ${assertionLine(assertion)}`),
    ...outline.declarations.map(
      ({ name, line, isPublic, isStub }) => `${isPublic ? 'public' : 'private'}${isStub ? ' stub' : ''} ${line}: ${name}`,
    ),
    ...outline.imports.map(({ from, names, line }) => `import ${line}: ${from} {${names.join(', ')}}`),
    ...(outline.uses.length === 0 ? [] : [`uses ${outline.uses.join(' ')}`]),
    ...outline.doubles.map(({ target, line }) => `double ${line}: ${target}`),
    ...(outline.sourceReads.length === 0 ? [] : [`source reads ${outline.sourceReads.join(' ')}`]),
  ];
}
