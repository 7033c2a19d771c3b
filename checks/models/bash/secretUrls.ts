/** Addresses with a secret in them. */
import { SECRET } from './secretFlow.ts';

/** Of databases and queues: a program gives them away by its arguments, not by the logs of servers. */
const stores = /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|oracle|ldaps?|smtps?|clickhouse)$/i;

export interface SecretUrl {
  readonly place: 'userinfo' | 'query';
  /** Where in the text the secret stands. */
  readonly at: number;
}

/** The first address in a text that holds a secret where servers, logs and `.git/config` keep it. */
export function secretUrlIn(text: string): SecretUrl | null {
  for (let at = text.indexOf(SECRET); at >= 0; at = text.indexOf(SECRET, at + 1)) {
    const before = text.slice(Math.max(0, at - 600), at);
    const scheme = /([a-z][a-z0-9+.-]{1,20}):\/\/([^\s'"\n]*)$/i.exec(before);
    // `$url?token=…`: the address is not constant.
    const rest = scheme?.[2] ?? /(?:^|[\s'"])(\uE001[^\s'"\n]*)$/.exec(before)?.[1];
    if (rest === undefined || (scheme && stores.test(scheme[1]!))) continue;
    const after = text.slice(at + 1, at + 300);
    if (scheme && !/[/?#]/.test(rest) && /^[^\s/?#'"]*@/.test(after)) return { place: 'userinfo', at };
    const query = rest.indexOf('?');
    if (query >= 0 && /[?&;][\w.\-[\]%]+=[^&\s]*$/.test(rest.slice(query))) return { place: 'query', at };
  }
  return null;
}

/** `postgres://user:$PASSWORD@host`. */
export function holdsStoreUrl(text: string): boolean {
  return new RegExp(`(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|rediss?|amqps?)://[^\\s/@]{0,200}${SECRET}[^\\s/]{0,200}@`).test(
    text,
  );
}
