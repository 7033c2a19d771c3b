/** Programs whose options run commands, or read and write files that were not meant. */

const programs = new Set(
  (
    'git hg svn tar bsdtar zip 7z rsync scp sftp ssh curl wget find npm npx yarn pnpm pip pip3 gem cargo docker podman kubectl helm terraform ansible ansible-playbook make gcc cc ' +
    'sed awk gawk ffmpeg convert magick mogrify gs wkhtmltopdf pandoc chromium google-chrome psql mysql mysqldump pg_dump sqlite3 mail sendmail mutt vim less man xargs env sudo ' +
    'nmap tcpdump openssl gpg chown chmod rm mv cp ln sort tail uniq split patch diff aria2c youtube-dl yt-dlp exiftool pdftk soffice libreoffice'
  ).split(' '),
);

/** Options that stand alone: what follows them is an operand. Any other takes what follows as its value. */
const alone =
  /^(?:-[qvsSfrlazxhLRkgi]{1,6}|--(?:quiet|verbose|silent|force|oneline|hard|soft|mixed|bare|mirror|recursive|recurse-submodules|fail|location|all|tags|prune|no-[\w-]+|stat|name-only|name-status|progress|porcelain|cached|ff-only|rebase|compressed|insecure|global|save|production|single-branch|shallow-submodules|detach|delete|archive|yes|rm|heads|short|pretty|patch))$/;

/** By the words of a command up to an operand, null where one is not constant. */
export function hasDangerousOptions(words: readonly (string | null)[]): boolean {
  return words.slice(0, 4).some((word, index) => {
    const name = word?.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1) ?? '';
    // `sudo tar`, `env git`: the program is one of the first words.
    return programs.has(name) && (index === 0 || /^(?:sudo|env|nice|timeout|time|nohup)$/.test(words[0] ?? ''));
  });
}

/** True where the word before takes this one as its value. */
export function isValueOf(word: string | null, program: string | null): boolean {
  const isTar = program !== null && /^(?:.*\/)?tar$/.test(program);
  if (word === null) return false;
  if (isTar && /^-?[a-zA-Z]*f$/.test(word)) return true;
  return word.startsWith('-') && !alone.test(word) && !word.includes('=');
}
