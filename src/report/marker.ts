/**
 * The hidden line by which a comment of ours is known again: `<!-- portcullis:fp=<fingerprint> -->`, last in the body. Only
 * there: code quoted above it may hold the same characters.
 */

export type CommentState = 'open' | 'fixed';

export interface Marker {
  readonly fingerprint: string;
  readonly state: CommentState;
}

const line = /^<!-- portcullis:fp=([0-9a-f]{64})( state=fixed)? -->$/;

export function renderMarker(fingerprint: string, state: CommentState = 'open'): string {
  return `<!-- portcullis:fp=${fingerprint}${state === 'fixed' ? ' state=fixed' : ''} -->`;
}

/** All markers at the end of a body, in their order; a review's own body may hold several. */
export function parseMarkers(body: string): Marker[] {
  const markers: Marker[] = [];
  for (const text of body.trimEnd().split(/\r?\n/).reverse()) {
    const found = line.exec(text);
    if (!found) break;
    markers.unshift({ fingerprint: found[1]!, state: found[2] ? 'fixed' : 'open' });
  }
  return markers;
}

/** The marker of a comment, or null where it is none of ours. */
export function parseMarker(body: string): Marker | null {
  return parseMarkers(body).at(-1) ?? null;
}

/** The body without the markers at its end. */
export function withoutMarkers(body: string): string {
  const lines = body.trimEnd().split(/\r?\n/);
  return lines
    .slice(0, lines.length - parseMarkers(body).length)
    .join('\n')
    .trimEnd();
}
