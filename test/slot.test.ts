import { describe, expect, test } from '@jest/globals';
import { slotAt } from '../src/engine/literals/slotAt.ts';

/** The value is `VALUE`. */
describe('the name that a value is given to', () => {
  test.each([
    ['TOKEN=VALUE', 'TOKEN'],
    ['export GITHUB_TOKEN="VALUE"', 'GITHUB_TOKEN'],
    ["const apiKey = 'VALUE';", 'apiKey'],
    ['apiKey: "VALUE",', 'apiKey'],
    ['{"api-key":"VALUE"}', 'api-key'],
    ["{'a': 1, 'token': 'VALUE'}", 'token'],
    ['token := "VALUE"', 'token'],
    ["'token' => 'VALUE',", 'token'],
    ['String token = "VALUE";', 'token'],
    ['const char *token = "VALUE";', 'token'],
    ['token: string = "VALUE"', 'token'],
    ['token: Final[str] = "VALUE"', 'token'],
    ['tokens[0] = "VALUE"', 'tokens'],
    ['token = f"VALUE"', 'token'],
    ["token = b'VALUE'", 'token'],
    ['config["token"] = "VALUE"', 'token'],
    ['config.slack.token = "VALUE"', 'config.slack.token'],
    ['$token = "VALUE";', 'token'],
    ['process.env.TOKEN ?? "VALUE"', 'process.env.TOKEN'],
    ['os.environ.get("TOKEN", "VALUE")', 'TOKEN'],
    ['setHeader("X-Token", "VALUE")', 'X-Token'],
    ['login("VALUE")', 'login'],
    ['login(VALUE)', 'login'],
    ['curl --token VALUE', 'token'],
    ['curl --token=VALUE', 'token'],
    ['ENV TOKEN VALUE', 'TOKEN'],
    ['-H "Authorization: Bearer VALUE"', 'Authorization'],
    ['headers["Authorization"] = "token VALUE"', 'Authorization'],
    ['<token>VALUE</token>', 'token'],
    ['<add key="x" token="VALUE"/>', 'token'],
    ['<entry type="a">VALUE</entry>', 'entry'],
    ['  - token: VALUE', 'token'],
    ['https://example.com/?api_key=VALUE', 'api_key'],
    ['https://example.com/?a=1&key=VALUE', 'key'],
    ['//registry.example.com/:_authToken=VALUE', '_authToken'],
    ['{\\"token\\": \\"VALUE\\"}', 'token'],
    ['token:\n  VALUE', 'token'],
    ['  token: |\n    VALUE', 'token'],
    ['  token: >-\n\n    VALUE', 'token'],
    ['token =\n  "VALUE"', 'token'],
    ['{"token":\n "VALUE"}', 'token'],
    ['echo VALUE', 'echo'],
    ['VALUE', null],
    ['a\nVALUE', null],
  ])('%j', (text, slot) => {
    expect(slotAt(text, text.indexOf('VALUE'))).toBe(slot);
  });
});
