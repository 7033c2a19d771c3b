import { defineCheck, flow } from '../../../src/engine/check.ts';
import { js } from './js.ts';
import { py } from './py.ts';

export default defineCheck({
  id: 'crypto/insecure-random',
  family: 'crypto',
  title: 'Secret made of numbers that can be predicted',
  cwe: [338, 330],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N',
  message: 'Nobody must be able to guess this value, and its generator can be predicted from a few of its numbers.',
  why: 'Such generators are made for simulations: their inner state follows from what they gave before, or from the time they were started at. Whoever asks for a few tokens of his own can compute those of others.',
  remediation: 'Take it from the system: `secrets.token_urlsafe(32)`, `secrets.choice(…)`, `random.SystemRandom()`, `uuid.uuid4()`.',
  limits: 'Told by the name of the place that gets it; numbers for delays, samples, colours and games are not reported.',
  references: ['https://docs.python.org/3/library/random.html', 'https://cwe.mitre.org/data/definitions/338.html'],
  detect: [flow({ py }), { kind: 'syntax', js }],
});
