/** Connection strings and commands that carry a password. */
import type { Credential } from './addresses.ts';

const SETTING = /(?:password|pwd)[ \t]{0,3}=[ \t]{0,3}/gi;
const WINDOW = 160;
/** The other settings of the same string, as ADO, ODBC, JDBC and libpq have them. */
const BESIDE =
  /(?:server|data source|addr|address|user id|userid|uid|user|username|host|hostname|database|initial catalog|dbname|driver|provider|endpoint|port)[ \t]{0,3}=|jdbc:[a-z]/i;
const HOST_SETTING =
  /(?:server|data source|addr|address|host|hostname|endpoint)[ \t]{0,3}=[ \t]{0,3}(?:tcp:)?([\w.-]{1,120})|jdbc:[a-z0-9:]{2,40}:\/\/([\w.-]{1,120})/i;
const USER_SETTING = /(?:user id|userid|uid|user|username)[ \t]{0,3}=[ \t]{0,3}([^;&"' \t]{1,60})/i;

/** As much of the line as is looked at: lines can be of any length. */
function sameLineBefore(text: string, index: number): string {
  const window = text.slice(Math.max(0, index - WINDOW), index);
  return window.slice(window.lastIndexOf('\n') + 1);
}

/** `Server=…;User Id=…;Password=…`, `jdbc:…?user=…&password=…`, `host=… user=… password=…`. */
export function* connectionsIn(text: string): Generator<Credential> {
  for (const { 0: mark, index } of text.matchAll(SETTING)) {
    const before = text[index - 1] ?? '';
    if (!/[;?&"'` \t>=:]/.test(before)) continue;
    const lead = sameLineBefore(text, index);
    const start = index + mark.length;
    const to = Math.min(text.length, start + WINDOW);
    let end = start;
    const ends = before === ' ' || before === '\t' ? ' ;&"\'`<>\\\t\r' : ';&"\'`<>\\\r';
    while (end < to && text[end] !== '\n' && !ends.includes(text[end]!)) end++;
    const tail = text.slice(end, to).split('\n', 1)[0]!;
    const around = `${lead}\n${tail}`;
    // One text, and not two settings on a line of a program.
    const separator = /;[ \t]?$/.test(lead) || text[end] === ';' ? ';' : /[?&]$/.test(lead) ? '&' : ' ';
    if (
      separator === ' '
        ? !/(?:dbname|host|sslmode)[ \t]?=[^;,"'()]*$/i.test(lead) && !/^[^;,"'()]*(?:dbname|host|sslmode)=/i.test(tail)
        : !BESIDE.test(around)
    )
      continue;
    if (separator === ';' && !/=[^;"']*;[ \t]?$|["'`>=][ \t]?$/.test(lead)) continue;
    const host = HOST_SETTING.exec(around);
    yield {
      user: USER_SETTING.exec(around)?.[1] ?? '',
      password: text.slice(start, end).trim(),
      host: host?.[1] ?? host?.[2] ?? '',
      start,
      end,
    };
  }
}

const COMMAND =
  /\b(?:curl|sshpass|mysql(?:dump|admin|import)?|mariadb(?:-dump)?|redis-cli|docker login|podman login|helm registry login|ldap(?:search|add|modify|delete|whoami)|openssl|xfreerdp|smbclient|mongo(?:sh|dump|restore)?|cadaver|lftp|az login|oc login|sqlcmd|bcp)\b/g;
const MAX_COMMAND = 600;

interface Option {
  readonly of: RegExp;
  /** Ends where the password begins; the first group is the user, if it is given with it. */
  readonly at: RegExp;
}

const QUOTE = `["']?`;
const options: readonly Option[] = [
  {
    of: /^curl$/,
    at: new RegExp(`(?:^|[ \\t])(?:-u[ \\t]{0,4}|--user[ \\t=]{1,4}|--proxy-user[ \\t=]{1,4}|-U[ \\t]{1,4})${QUOTE}([^:"'\\s$]{1,80}):`),
  },
  { of: /^sshpass$/, at: new RegExp(`(?:^|[ \\t])-p[ \\t]{0,4}${QUOTE}()`) },
  { of: /^(?:mysql|mariadb)/, at: new RegExp(`(?:^|[ \\t])-p${QUOTE}()(?=[^ \\t"'$-])`) },
  { of: /^redis-cli$/, at: new RegExp(`(?:^|[ \\t])-a[ \\t]{1,4}${QUOTE}()`) },
  { of: /^(?:docker|podman|helm|az|oc) /, at: new RegExp(`(?:^|[ \\t])(?:-p|--password)[ \\t=]{1,4}${QUOTE}()`) },
  { of: /^ldap/, at: new RegExp(`(?:^|[ \\t])-w[ \\t]{1,4}${QUOTE}()`) },
  { of: /^openssl$/, at: new RegExp(`(?:^|[ \\t])(?:-pass(?:in|out)?[ \\t]{1,4}${QUOTE}pass:|-k[ \\t]{1,4}${QUOTE})()`) },
  { of: /^(?:sqlcmd|bcp)$/, at: new RegExp(`(?:^|[ \\t])-P[ \\t]{0,4}${QUOTE}()(?=[^ \\t"'$\\r\\n-])`) },
  { of: /^mongo/, at: new RegExp(`(?:^|[ \\t])-p[ \\t]{1,4}${QUOTE}()`) },
  { of: /^(?:smbclient|cadaver|lftp)$/, at: new RegExp(`(?:^|[ \\t])(?:-U|-u)[ \\t]{1,4}${QUOTE}([^%,"'\\s$]{1,80})[%,]`) },
];

/** `curl -u user:password`, `sshpass -p password`, `mysql -ppassword`, and the like. */
export function* commandsIn(text: string): Generator<Credential> {
  for (const { 0: command, index } of text.matchAll(COMMAND)) {
    const from = index + command.length;
    if (text[from] !== ' ' && text[from] !== '\t' && text[from] !== '"' && text[from] !== "'") continue;
    let line = text.slice(from, from + MAX_COMMAND);
    const stop = line.search(/[^\\]\r?\n|[|;&]{1,2}[ \t]/);
    if (stop >= 0) line = line.slice(0, stop + 1);
    const option = options.find(({ of }) => of.test(command))!;
    const found = option.at.exec(line);
    if (!found) continue;
    const start = from + found.index + found[0].length;
    const quote = /["']$/.exec(found[0].replace(/[^"']+$/, ''))?.[0] ?? '';
    let end = start;
    while (
      end < text.length &&
      end - start < 200 &&
      text[end] !== '\n' &&
      text[end] !== '\r' &&
      text[end] !== quote &&
      text[end] !== '"' &&
      text[end] !== "'" &&
      (quote !== '' || (text[end] !== ' ' && text[end] !== '\t'))
    )
      end++;
    const host =
      /(?:https?|ftp|ldaps?|sftp):\/\/([\w.-]{1,120})|(?:^|[ \t])(?:-h|--host|-H)[ \t=]{0,2}([\w.-]{1,120})|@([\w.-]{1,120})/.exec(
        line.slice(0, 400),
      );
    yield { user: found[1] ?? '', password: text.slice(start, end), host: host?.[1] ?? host?.[2] ?? host?.[3] ?? '', start, end };
  }
}

/** `echo "password" | docker login --password-stdin`, `echo "user:password" | chpasswd`: the program reads it. */
const PIPED =
  /\becho[ \t]{1,4}(?:-[ne]{1,2}[ \t]{1,4})?(["']?)([^"'\n|$`]{4,80})\1[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?(chpasswd|(?:(?:docker|podman|helm registry)[ \t]{1,4}login\b[^\n|]{0,200}--password-stdin)|-S\b|passwd[ \t]{1,4}--stdin|sudo[ \t]{1,4}-S\b|gpg\b[^\n|]{0,100}--passphrase-fd[ \t=]0)/g;

export function* pipedIn(text: string): Generator<Credential> {
  for (const { 0: whole, 1: quote, 2: said, 3: reader, index } of text.matchAll(PIPED)) {
    const colon = reader === 'chpasswd' ? said!.indexOf(':') : -1;
    const value = said!.trimEnd();
    const from = index + whole.indexOf(`${quote}${said}`) + quote!.length;
    const start = from + colon + 1;
    yield { user: colon < 0 ? '' : value.slice(0, colon), password: value.slice(colon + 1), host: '', start, end: from + value.length };
  }
}

/** `user:password@tcp(host:port)/name`, as Go's driver for MySQL has it. */
const DRIVER_NAME = /["'`=]([\w.-]{1,60}):([^\s"'`@:/]{3,100})@(?:tcp|unix)\(([^()\s:]{0,100})/g;

export function* driverNamesIn(text: string): Generator<Credential> {
  for (const { 1: user, 2: password, 3: host, index } of text.matchAll(DRIVER_NAME)) {
    const start = index + user!.length + 2;
    yield { user: user!, password: password!, host: host!, start, end: start + password!.length };
  }
}
