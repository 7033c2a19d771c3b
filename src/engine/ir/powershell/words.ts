/** Names as PowerShell reads them: without regard to case, quotes and backticks. */

/** The verbs of cmdlets: what has a dash but none of these in front is a program of its own (`apt-get`). */
const verbs = new Set(
  'add approve assert backup block build checkpoint clear close compare complete compress confirm connect convert convertfrom convertto copy debug deny deploy disable disconnect dismount edit enable enter exit expand export find foreach format get grant group hide import initialize install invoke join limit lock measure merge mount move new open optimize out ping pop protect publish push read receive redo register remove rename repair request reset resize resolve restart restore resume revoke save search select send set show skip sort split start step stop submit suspend switch sync tee test trace unblock undo uninstall unlock unprotect unpublish unregister update use wait watch where write'.split(
    ' ',
  ),
);

/** Verbs of commands that are called for what they give: at the end of a function that is what it returns. */
const givingVerbs = new Set(
  'test get join resolve convert convertfrom convertto split select where compare import read find measure'.split(' '),
);

function verbOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf('-'), 0));
}

export function isCmdletName(name: string): boolean {
  return verbs.has(verbOf(name));
}

export function givesOutput(name: string): boolean {
  return givingVerbs.has(verbOf(name)) || name === 'new-object';
}

export interface CommandWord {
  /** In lower case; `&` or `.` where what is run is computed or a script. */
  readonly word: string;
  /** It names a file (a path, a script, a program with its ending), so it is no alias. */
  readonly isPath: boolean;
}

const DOT_EXTENSION = /\.(?:exe|com)$/;

/** The word that a command is known by. */
export function commandWord(written: string): CommandWord {
  const text = written.replaceAll('`', '').toLowerCase();
  const name = text.replace(/^(['"])(.*)\1$/, '$2');
  // `Microsoft.PowerShell.Management\Set-Content`
  const slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
  const base = name.slice(slash + 1);
  if (slash >= 0 && /^[\w.]+\\[\w-]+$/.test(name) && isCmdletName(base)) return { word: base, isPath: false };
  if (DOT_EXTENSION.test(base)) return { word: base.replace(DOT_EXTENSION, ''), isPath: true };
  const isScript = /\.(?:ps1|psm1|bat|cmd|sh|py|vbs)$/.test(base);
  // A program by its place: `/usr/sbin/chown`.
  if (slash >= 0 && !isScript && /^\/(?:usr\/)?(?:local\/)?s?bin\/[\w-]+$/.test(name)) return { word: base, isPath: true };
  return slash >= 0 || isScript ? { word: '&', isPath: true } : { word: name, isPath: false };
}

export interface VariableName {
  readonly name: string;
  readonly scope: '' | 'script' | 'using' | 'env' | 'own';
}

/** `$Name`, `${name}`, `@splat`, `$script:name`, `$env:X`. */
export function variableName(written: string): VariableName {
  let text = written.replace(/^[$@]/, '');
  if (text.startsWith('{')) text = text.slice(1, -1);
  const colon = text.indexOf(':');
  if (colon <= 0) return { name: text.toLowerCase(), scope: '' };
  const name = text.slice(colon + 1);
  switch (text.slice(0, colon).toLowerCase()) {
    case 'script':
    case 'global':
      return { name: name.toLowerCase(), scope: 'script' };
    case 'using':
      return { name: name.toLowerCase(), scope: 'using' };
    case 'env':
      return { name: name.toUpperCase(), scope: 'env' };
    case 'local':
    case 'private':
    case 'variable':
      return { name: name.toLowerCase(), scope: 'own' };
    default:
      return { name: text.toLowerCase(), scope: '' };
  }
}

export interface WordPiece {
  readonly text: string;
  readonly isVariable: boolean;
}

const MAX_PIECES = 60;

/** The pieces of an unquoted word (`$dir\bin\tool.exe`) or of the inside of a double-quoted one. */
export function piecesOf(text: string): WordPiece[] {
  const variable = /\$(?:\{[^}\n]{1,200}\}|(?:[a-zA-Z]{1,20}:)?\w{1,100})/g;
  const pieces: WordPiece[] = [];
  let taken = 0;
  for (let found = variable.exec(text); found && pieces.length < MAX_PIECES; found = variable.exec(text)) {
    if (found.index > taken) pieces.push({ text: text.slice(taken, found.index), isVariable: false });
    pieces.push({ text: found[0], isVariable: true });
    taken = variable.lastIndex;
  }
  if (taken < text.length) pieces.push({ text: text.slice(taken), isVariable: false });
  return pieces;
}

/** Backtick escapes resolved. */
export function unescaped(text: string): string {
  return text.includes('`') ? text.replace(/`(.)/gs, (_, letter: string) => escapes[letter] ?? letter) : text;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** PowerShell takes both slashes in a path; a path has one form here. */
export function slashed(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '/') : text;
}
