import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

const key: SinkModel = { at: 0, context: 'record', label: 'session key' };
const value: SinkModel = { at: 1, context: 'record', label: 'session value' };
const cookie: CallModel = { sinks: [{ at: 'call', context: 'setting', label: 'cookie' }] };

/** What a site remembers of who visits it: sessions that it trusts, cookies that browsers keep. */
export const sessions = library({
  library: 'sessions and cookies',
  names: {
    'flask.session': 'web.session',
    'quart.session': 'web.session',
    'flask.globals.session': 'web.session',
    'django.http.HttpRequest.session': 'web.session',
    'starlette.requests.Request.session': 'web.session',
    'starlette.Request.session': 'web.session',
    'fastapi.Request.session': 'web.session',
  },
  calls: {
    'web.session.update': { sinks: [{ at: 0, context: 'record', label: 'session value' }] },
    'web.session.setdefault': { sinks: [key, value] },
    'web.session.__setitem__': { sinks: [key, value] },
    '*.set_cookie': cookie,
    '*.set_signed_cookie': cookie,
    '*.set_secure_cookie': cookie,
  },
  stores: { 'web.session.[]': [key, value] },
});

const setting: readonly SinkModel[] = [{ at: 0, context: 'setting', label: 'cookie setting', written: true }];

/** Settings of frameworks by whose names cookies get their flags. */
export function cookieSetting(word: string): readonly SinkModel[] | undefined {
  return /^(?:SESSION|CSRF|REMEMBER|LANGUAGE)_COOKIE_(?:SECURE|HTTPONLY)$/.test(word) ? setting : undefined;
}
