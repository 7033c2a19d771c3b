/** What a call is compared with: itself again, or a name that holds what it gave before. */
import type { SyntaxNode } from '../parse/syntaxNode.ts';

const longest = 500;
/** How many statements before an expression are looked at for what a name in it stands for. */
const mostBefore = 30;

const spaceless = (node: SyntaxNode): string => node.text.replace(/\s+/g, '');

/** Whether two pieces of code, neither of them long, differ in white space at most. */
export function isSameCode(one: SyntaxNode, other: SyntaxNode): boolean {
  return [one, other].every(({ start, end }) => end - start <= longest) && spaceless(one) === spaceless(other);
}

/** What a name was given shortly before, in the blocks around it. `given`: by one statement, undefined where it gives the name nothing. */
export function givenBefore(
  name: SyntaxNode,
  block: string,
  given: (statement: SyntaxNode) => SyntaxNode | null | undefined,
): SyntaxNode | null {
  let at: SyntaxNode | null = name;
  let left = mostBefore;
  for (let up = 0; at && up < mostBefore; up++) {
    if (at.parent?.type === block) {
      for (let before = at.previousSibling; before && left > 0; before = before.previousSibling, left--) {
        const value = given(before);
        if (value !== undefined) return value;
      }
    }
    at = at.parent;
  }
  return null;
}
