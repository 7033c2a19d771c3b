/** What is true of a shell before it reads the first line of a text: what its host, not the text, decides. */
export interface ShellStart {
  /** `set -e` is on. */
  readonly errexit: boolean;
  readonly pipefail: boolean;
  /** It runs as root unless the text says otherwise. */
  readonly root: boolean;
  /** It runs with the rights of a named user instead of its host's: `sudo -u app sh -c …`. */
  readonly lesser: boolean;
  /** Nobody else is on the machine: a build step, a fresh runner. `/tmp` is nobody else's there. */
  readonly alone: boolean;
  /** Who fills `$1`: whoever calls the script, or the host that wrote the text. */
  readonly parameters: 'caller' | 'host';
  /** Variables of its environment that hold what outsiders wrote, and the numbers of such parameters. */
  readonly contributed: ReadonlySet<string>;
  /** Variables of its environment that its host fills with secrets, whatever their names. */
  readonly secrets: ReadonlySet<string>;
  /** The host goes on whatever the text's own status is. */
  readonly isStatusLost: boolean;
  /** The host was told to go on with its other programs though this one fails, and none of them asks how it ended. */
  readonly isWaived: boolean;
}

/** A script in a file of its own. */
export const scriptStart: ShellStart = {
  errexit: false,
  pipefail: false,
  root: false,
  lesser: false,
  alone: false,
  parameters: 'caller',
  contributed: new Set(),
  secrets: new Set(),
  isStatusLost: false,
  isWaived: false,
};

/** Scripts of the initial file system: no user is there yet. */
const initial = /(?:^|\/)(?:dracut\/modules\.d|initramfs-tools|initcpio|lib\/live\/boot)\//;

/** How a script starts, by where its file lies. */
export function startOf(path: string): ShellStart {
  return initial.test(path) ? { ...scriptStart, alone: true } : scriptStart;
}

/** A text that a program hands to a shell. */
export const textStart: ShellStart = { ...scriptStart, parameters: 'host' };
