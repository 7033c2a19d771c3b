import { defineCheck } from '../../../src/engine/check.ts';
import { js } from './js.ts';

export default defineCheck({
  id: 'injection/prototype-pollution',
  family: 'injection',
  title: 'Prototype of all objects reachable by a key',
  cwe: [1321, 915],
  cvss: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:L',
  message:
    'Keys that somebody hands in are followed into an object and set there: `__proto__`, or `constructor` and `prototype`, lead to the prototype that all objects share.',
  why: 'What is set on `Object.prototype` is there in every object of the process: flags that were never set are true, defaults change, and often code runs in the end.',
  remediation:
    'Refuse `__proto__`, `constructor` and `prototype` as keys, or go on only through fields of its own (`Object.hasOwn`). A `Map`, or objects made with `Object.create(null)` all the way down, have no prototype to reach.',
  limits:
    'A single `target[key] = value` reaches no further than the object itself and is not reported. Keys that are compared before they are made a text (an array as a key) are not told apart.',
  references: [
    'https://cwe.mitre.org/data/definitions/1321.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Prototype_Pollution_Prevention_Cheat_Sheet.html',
  ],
  detect: { kind: 'syntax', js },
});
