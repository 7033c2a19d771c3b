/** Files that switch a compiler or a type checker to strict. */
import type { CheckContext } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';

interface StrictConfig {
  readonly path: RegExp;
  readonly on: RegExp;
  readonly off: RegExp;
  /** It takes its settings from elsewhere, so nothing can be said of what is not written here. */
  readonly elsewhere?: RegExp;
  readonly flag: string;
}

const configs: readonly StrictConfig[] = [
  {
    path: /(?:^|\/)[tj]sconfig[^/]*\.json$/,
    on: /"strict"\s*:\s*true/,
    off: /"strict"\s*:\s*false/,
    elsewhere: /"extends"\s*:/,
    flag: '"strict": true',
  },
  {
    path: /(?:^|\/)(?:\.?mypy\.ini|setup\.cfg|pyproject\.toml)$/,
    on: /^\s*strict\s*=\s*true/im,
    off: /^\s*strict\s*=\s*false/im,
    flag: 'strict = true',
  },
  {
    path: /(?:^|\/)pyrightconfig\.json$/,
    on: /"typeCheckingMode"\s*:\s*"strict"/,
    off: /"typeCheckingMode"\s*:\s*"(?:basic|off)"/,
    flag: '"typeCheckingMode": "strict"',
  },
  {
    path: /(?:^|\/)\.npmrc$/,
    on: /^\s*(?:ignore-scripts|strict-ssl)\s*=\s*true/m,
    off: /^\s*(?:ignore-scripts|strict-ssl)\s*=\s*false/m,
    flag: 'ignore-scripts, strict-ssl',
  },
];

export function isStrictConfig(path: string): boolean {
  return configs.some((config) => config.path.test(path));
}

export function tellStrictConfig(context: CheckContext): void {
  const { text } = context.source;
  for (const { path, on, off, elsewhere, flag } of configs) {
    if (!path.test(context.path)) continue;
    const said = off.exec(text) ?? on.exec(text);
    const isHeld = on.test(text);
    if (!said && elsewhere?.test(text)) return;
    const at = said ? { start: said.index, end: said.index + said[0].length } : { start: 0, end: Math.max(text.indexOf('\n'), 1) };
    context.safeguard({
      key: `strict ${flag}`,
      isHeld,
      report: {
        at,
        vector: vectors.qualityGate,
        message: `\`${flag}\` no longer holds here, so mistakes that it found get in unseen.`,
        remediation: `Keep \`${flag}\`, and leave single places out where they need it.`,
        trace: [{ at, text: 'what it refused is now accepted' }],
      },
    });
  }
}
