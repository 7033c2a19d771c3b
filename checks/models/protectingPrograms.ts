/** Programs that protect something, whichever language starts them. */

const READ_BY_OTHERS = 0o044;

/** Programs that protect, and which of their calls do. The words are those after the program. */
const programs: Readonly<Record<string, (words: readonly string[]) => boolean>> = {
  chmod: (words) => words.some(narrows),
  chown: () => true,
  chgrp: () => true,
  setfacl: () => true,
  setcap: () => true,
  chattr: (words) => words.some((word) => /^\+\w*[ia]/.test(word)),
  setenforce: (words) => words.some((word) => /^(?:1|Enforcing)$/i.test(word)),
  chpasswd: () => true,
  passwd: (words) => words.some((word) => /^(?:-[ldex]|--lock|--delete|--expire)$/.test(word)),
  usermod: (words) => words.some((word) => /^(?:-[Lse]|--lock|--shell|--expiredate)$/.test(word)),
  iptables: isRule,
  ip6tables: isRule,
  'iptables-restore': () => true,
  nft: (words) => !words.some((word) => /^(?:list|delete|flush|monitor)$/.test(word)),
  ufw: (words) => words.some((word) => /^(?:enable|deny|reject|limit|default)$/.test(word)),
  'firewall-cmd': (words) => words.some((word) => /^--(?:add|set|reload|remove)/.test(word)),
  cryptsetup: (words) => words.some((word) => /^(?:luks(?:Format|Erase|KillSlot|RemoveKey|AddKey)|erase|reencrypt)$/.test(word)),
  mount: (words) => words.length > 0,
  gpg: (words) => words.some((word) => /^--(?:verify|import)$/.test(word)),
  gpgv: () => true,
  cosign: (words) => words.some((word) => /^verify/.test(word)),
};

/** `600`, `o-rwx`, `go=`: a mode that takes reading from others. */
function narrows(word: string): boolean {
  const octal = /^0?([0-7]{3,4})$/.exec(word);
  if (octal) return (READ_BY_OTHERS & ~Number.parseInt(octal[1]!, 8)) !== 0;
  return /^[ugoa,]*[go][ugo]*(?:-[rwx]*r|=(?:,|$))/.test(word);
}

function isRule(words: readonly string[]): boolean {
  return (
    words.some((word) => /^(?:-[AIPR]|--append|--insert|--policy|--replace)$/.test(word)) &&
    words.some((word) => /^(?:DROP|REJECT)$/.test(word))
  );
}

/** The protecting program that a command line starts, `null` for words that are computed; null where it starts none. */
export function protectingProgram(words: readonly (string | null)[]): string | null {
  let at = 0;
  while (/^(?:sudo|doas|-n|-E|env|nice)$/.test(words[at] ?? '')) at++;
  const program = (words[at] ?? '').replace(/^.*\//, '');
  const applies = programs[program];
  return applies?.(words.slice(at + 1).map((word) => word ?? '')) ? program : null;
}
