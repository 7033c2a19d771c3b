import type { Dockerfile, DockerfileContext } from '../../../src/engine/check.ts';
import { shippedStages } from '../../models/dockerStages.ts';
import { namesSecret } from '../../models/secretValues.ts';

/** Its build arguments are in caches and provenance records, but not in the image. */
const unshipped = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

type Word = Dockerfile['instructions'][number]['words'][number];

/** What an `ARG` or `ENV` names, each with its value; null where none is given. */
function namesIn(keyword: string, words: readonly Word[]): { readonly name: string; readonly value: string | null; readonly at: Word }[] {
  if (keyword === 'ENV' && words[0] && !words[0].text.includes('=')) {
    return [
      {
        name: words[0].text,
        value: words
          .slice(1)
          .map(({ text }) => text)
          .join(' '),
        at: words[0],
      },
    ];
  }
  return words.map((at) => {
    const equals = at.text.indexOf('=');
    return equals < 0
      ? { name: at.text, value: null, at }
      : { name: at.text.slice(0, equals), value: at.text.slice(equals + 1), at: { ...at, end: Math.min(at.end, at.start + equals) } };
  });
}

/** Switches, numbers and paths say nothing secret. */
const HARMLESS_VALUE = /^(?:true|false|yes|no|on|off|none|null|-?\d{1,6}|\.{0,2}\/[\w./-]+)$/i;

/** Reports secrets that become part of an image. */
export function dockerfile({ dockerfile, report }: DockerfileContext): void {
  const shipped = shippedStages(dockerfile);
  for (const { keyword, words, stage, isTrigger } of dockerfile.instructions) {
    if ((keyword !== 'ENV' && keyword !== 'ARG') || stage < 0) continue;
    for (const { name, value, at } of namesIn(keyword, words)) {
      if (!namesSecret(name) || (value !== null && HARMLESS_VALUE.test(value)) || (keyword === 'ENV' && !value)) continue;
      const where = keyword === 'ENV' ? 'the configuration' : 'the history';
      const isShipped = shipped.has(stage) || isTrigger;
      report({
        at,
        statement: `${keyword} ${name}`,
        confidence: 'high',
        ...(isShipped ? {} : { vector: unshipped }),
        message: isShipped
          ? `\`${keyword} ${name}\` is kept in ${where} of the image: everyone who can pull it can read the value.`
          : `\`${keyword} ${name}\` is no part of the final image, but stays in build caches and provenance records.`,
        trace: [{ at, text: `\`${name}\` gets its value here, and ${where} of the ${isShipped ? 'image' : 'stage'} keeps it` }],
      });
    }
  }
}
