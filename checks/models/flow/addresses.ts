/** Which part of an address a value stands in. */
import { before, type Hole } from './weighHit.ts';

/** At the beginning, or within the host: then it says which machine is meant. */
export function picksHost(hole: Hole): boolean {
  const front = before(hole).trim();
  return front === '' || (!front.startsWith('\0') && /^(?:[a-z][a-z\d+.-]*:)?\/\/[^/?#]*$/i.test(front));
}

/** The same, or right behind a single slash: another slash makes what follows a host. */
export function picksPlace(hole: Hole): boolean {
  return picksHost(hole) || before(hole).trim() === '/';
}
