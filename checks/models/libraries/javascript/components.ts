import { library, type SinkModel } from '../../../../src/engine/check.ts';

const raw: readonly SinkModel[] = [{ at: 0, context: 'html', label: 'component' }];
const trusted = [
  'bypassSecurityTrustHtml',
  'bypassSecurityTrustScript',
  'bypassSecurityTrustStyle',
  'bypassSecurityTrustUrl',
  'bypassSecurityTrustResourceUrl',
];

/** Where frameworks that escape by themselves are told not to. */
export const components = library({
  library: 'React, Vue, Angular, Lit, Svelte',
  calls: {
    ...Object.fromEntries(trusted.map((word) => [`*.${word}`, { sinks: [...raw] }])),
    'lit/directives/unsafe-html.js.unsafeHTML': { sinks: [...raw] },
    'lit-html/directives/unsafe-html.js.unsafeHTML': { sinks: [...raw] },
    'lit-html/directives/unsafe-html.unsafeHTML': { sinks: [...raw] },
    'lit/directives/unsafe-html.unsafeHTML': { sinks: [...raw] },
  },
  stores: {
    '*.dangerouslySetInnerHTML': [...raw],
    '*.domPropsInnerHTML': [...raw],
    '*.v-html': [...raw],
  },
});
