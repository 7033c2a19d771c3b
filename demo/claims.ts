/** What the demo promises, checked as it goes: the first claim that does not hold ends it. */
export class BrokenClaim extends Error {}

export type Claim = (claim: string, holds: boolean, found?: () => unknown) => void;

/** `told` hears of every claim that held. */
export function createClaims(told: (claim: string) => void): Claim {
  return (claim, holds, found) => {
    if (!holds) throw new BrokenClaim(`This did not hold: ${claim}${found ? `\nFound instead: ${JSON.stringify(found(), null, 2)}` : ''}`);
    told(claim);
  };
}
