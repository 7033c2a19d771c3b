/** Who steers a value, as severity, confidence and words: the same for every check that runs a value as code. */

import type { Report } from '../../../src/engine/check.ts';
import type { Origin, OriginStep, SourceKind } from '../../../src/engine/javascript.ts';
import type { Confidence } from '../../../src/model/finding.ts';

export const vectors = {
  network: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  library: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H',
  local: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H',
  /** Code in a page: it reaches what the page may. */
  page: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  /** Nobody is seen to steer it, so somebody has to be found first, and brought to run it. */
  unseen: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:H/A:H',
} as const;

const words: Readonly<Record<SourceKind, string>> = {
  request: 'comes with the request',
  remote: 'comes from another machine',
  page: 'is in the hands of whoever made the link to this page',
  argument: 'comes from the command line',
  environment: 'comes from the environment',
  input: 'is typed in by whoever runs this',
  filename: 'is made of names of files',
};

const ofSource: Readonly<Record<SourceKind, { vector: string; confidence: Confidence }>> = {
  request: { vector: vectors.network, confidence: 'high' },
  remote: { vector: vectors.library, confidence: 'high' },
  page: { vector: vectors.page, confidence: 'high' },
  argument: { vector: vectors.local, confidence: 'high' },
  input: { vector: vectors.local, confidence: 'medium' },
  environment: { vector: vectors.local, confidence: 'medium' },
  filename: { vector: vectors.local, confidence: 'medium' },
};

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** What to report of a value of this origin that ends in `sink`; null for a constant. */
export function steering(origin: Origin, sink: OriginStep): Pick<Report, 'vector' | 'confidence' | 'trace'> | null {
  if (origin.kind === 'constant') return null;
  const name = `\`${shorten(origin.at.text)}\``;
  const first =
    origin.kind === 'source'
      ? `${name} ${words[origin.source]}`
      : origin.kind === 'parameter'
        ? `${name} is chosen by whoever calls this exported function`
        : `${name} is not constant`;
  const judged =
    origin.kind === 'source'
      ? ofSource[origin.source]
      : ({ vector: origin.kind === 'parameter' ? vectors.library : vectors.unseen, confidence: 'medium' } as const);
  return { ...judged, trace: [{ at: origin.at, text: first }, ...origin.steps, sink] };
}
