import { type Library, library } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Library['calls']>;
const program = (names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks: [{ at: 0 as const, context: 'template' as const }] }]));
const data = (names: readonly string[]): Calls =>
  Object.fromEntries(names.map((name) => [name, { sinks: [{ at: 1 as const, context: 'record' as const, label: 'locals' }] }]));

/** Engines that make a program of a template, and what they are handed. */
export const templates = library({
  library: 'ejs, pug, handlebars, nunjucks, lodash, mustache, doT, eta',
  names: {
    jade: 'pug',
    hbs: 'handlebars',
    'hbs.handlebars': 'handlebars',
    Handlebars: 'handlebars',
    'handlebars.create()': 'handlebars',
    'nunjucks.Environment()': 'nunjucks',
    'nunjucks.configure()': 'nunjucks',
    'nunjucks.Template': 'nunjucks.compile',
    'underscore.template': 'lodash.template',
    '_.template': 'lodash.template',
    'lodash/template': 'lodash.template',
    'lodash.template.template': 'lodash.template',
    'dot.template': 'doT.template',
    'dot.compile': 'doT.template',
    'eta.Eta()': 'eta',
    'mustache.default': 'mustache',
    Mustache: 'mustache',
    'vue.compile': 'vue.compile',
    'Vue.compile': 'vue.compile',
    '@vue/compiler-sfc.compileTemplate': 'vue.compile',
  },
  calls: {
    ...program([
      'ejs.render',
      'ejs.compile',
      'pug.render',
      'pug.compile',
      'pug.compileClient',
      'handlebars.compile',
      'handlebars.precompile',
    ]),
    ...program(['nunjucks.renderString', 'nunjucks.compile', '*.renderString', 'lodash.template', 'mustache.render', 'mustache.parse']),
    ...program(['doT.template', 'doT.compile', 'eta.renderString', 'eta.compile', 'eta.render', 'hogan.js.compile', 'hogan.compile']),
    ...program([
      'swig.render',
      'swig.compile',
      'twig.twig',
      'velocityjs.render',
      'velocityjs.parse',
      'art-template.render',
      'art-template.compile',
    ]),
    ...program([
      'squirrelly.render',
      'squirrelly.compile',
      'whiskers.render',
      'haml.render',
      'haml-coffee.compile',
      'vue.compile',
      'dustjs-linkedin.compile',
    ]),
    ...program(['dustjs-linkedin.renderSource', 'just.render', 'atpl.render', 'liquidjs.Liquid().parseAndRender', 'template7.compile']),
    ...data([
      'express.Response.render',
      'ejs.renderFile',
      'pug.renderFile',
      'eta.renderFile',
      'nunjucks.render',
      'koa.Context.render',
      '*.render',
    ]),
  },
});
