/** A bound on how much of a file's definitions may be followed, so that a file made to be followed for ever is given up. */

/** Thrown when the bound is met. The check that runs is then recorded as not finished: nothing passes unseen. */
export class SearchBudgetSpent extends Error {
  override readonly name = 'SearchBudgetSpent';
}

export class SearchBudget {
  private left: number;

  constructor(steps: number) {
    this.left = steps;
  }

  spend(steps = 1): void {
    this.left -= steps;
    if (this.left < 0) throw new SearchBudgetSpent('too many definitions to follow');
  }
}
