export interface ExpectedComment {
  readonly path: string;
}

export const expectedComments: readonly ExpectedComment[] = [];

export function lineOf(comment: ExpectedComment): number {
  return comment.path.length;
}
