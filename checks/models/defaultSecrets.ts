/** What a default for a secret says about it, in every language. */
import { wordsOf } from './secretValues.ts';

/** Values that stand for "there is none", and paths: not a secret that somebody could use. */
export function isPlaceholder(value: string): boolean {
  return (
    value.trim() === '' ||
    /^(?:none|null|nil|undefined|unset|unknown|missing|false|true|yes|no|on|off|n\/a|auto|[-_.*x?<>]+|0)$/i.test(value) ||
    /^(?:[.~]{0,2}\/|[a-z][a-z0-9+.-]*:\/\/|@|file:|\$|<)/i.test(value) ||
    /X{4,}|\s(?:not|is)\s|^(?:not|no)[ -_](?:set|found|given)|\.(?:pem|key|crt|txt|json|ya?ml|env|conf)$/i.test(value)
  );
}

export function isPassword(name: string): boolean {
  return wordsOf(name).some((word) => /^(?:password|passwd|passphrase|pass|pwd|pin)$/.test(word));
}

const guarding = new Set('jwt session signing cookie csrf admin root hmac encryption webhook master app flask django'.split(' '));

/** Whether a value of this name signs, decrypts or lets in: knowing it is enough. */
export function opensDoors(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => guarding.has(word)) || /secret(?:_?key)?$/i.test(name);
}

/** Values that stand for a credential and are none: nobody is let in by them, unless they are what is compared with. */
export function isDummy(value: string): boolean {
  return /^(?:tests?|testing|dummy|fake|mock|foo|bar|local|localstack|minioadmin|anonymous|guest|public|default|key|token|secret|[a-z]{0,3})$|your[-_ ]|[-_ ]here$|replace[-_ ]?me|placeholder|example|^sk[-_](?:test|dummy|fake)|dummy|fake/i.test(
    value,
  );
}

/** Names of what is made to be shown, and of what ships with a page anyway. */
export function isPublic(name: string): boolean {
  return (
    /^(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|PUBLIC|GATSBY)_/.test(name) || /publi[cs]|publishable|site_?key/i.test(name)
  );
}

/** The name of a header in which a secret comes, and no secret: `TOKEN_HEADER ?? 'x-portal-token'`. */
export function namesHeader(name: string, value: string): boolean {
  return wordsOf(name).at(-1) === 'header' && /^[a-z]+(?:-[a-z]+)*$/i.test(value);
}
