import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { before, type Hole, holesIn, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { type HtmlPlace, placeIn } from '../../models/htmlPlaces.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

const otherTypes =
  /^(?!.*html)(?:text\/(?:plain|csv|css|xml|event-stream|calendar|javascript)|application\/|image\/|audio\/|video\/|font\/)/i;

/** Browsers do not read it as HTML. */
function isOtherType({ options, given, sink }: Hit): boolean {
  const isOther = (type: Known | undefined) => type !== undefined && otherTypes.test(constantOf(type) ?? '');
  if (['mimetype', 'content_type', 'media_type'].some((name) => isOther(options.get(name)))) return true;
  const [, second, third, fourth] = given;
  if (saysOther(options.get('headers'))) return true;
  return sink.label === 'django' ? isOther(second) : sink.label === 'flask' && (isOther(fourth) || saysOther(third) || saysOther(second));
}

function saysOther(headers: Known | undefined): boolean {
  for (const [name, value] of headers?.fields ?? [])
    if (/^content-type$/i.test(name) && otherTypes.test(constantOf(value) ?? '')) return true;
  return false;
}

/** What of a returned value is the page: the first of several; a record is sent as JSON. */
function pageOf({ sink, known }: Hit): Known | null {
  if (sink.label !== 'returned') return known;
  if (known.type === 'list') {
    const page = known.fields?.get('0');
    const headers = [...(known.fields?.values() ?? [])].slice(1);
    return page?.texts && !headers.some(saysOther) ? page : null;
  }
  return known.type === 'record' || (known.fields && !known.texts) ? null : known;
}

/** Values that a constant template puts in unescaped: `{{ text|safe }}`. */
function unescapedIn({ given, options }: Hit): readonly Known[] {
  const template = given[0] && constantOf(given[0]);
  if (!template) return [];
  const isOff = /\{%-?\s*autoescape\s+(?:false|off)/.test(template);
  const found: Known[] = [];
  for (const [, name, filters] of template.matchAll(/\{\{-?\s*([A-Za-z_]\w*)[\w.]*\s*((?:\|\s*\w+\s*)*)-?\}\}/g)) {
    const value = options.get(name!);
    if (value && (isOff || /\|\s*safe\b/.test(filters!)) && !/\|\s*(?:e|escape|forceescape)\b/.test(filters!)) found.push(value);
  }
  return found;
}

/** Mako escapes what is asked to be: `${name | h}`, or all where that is the default. */
function isEscapedByMako({ on }: Hit): boolean {
  const text = constantOf({ ...on, facts: new Map() });
  return on.fields?.has('default_filters') === true || text === null || !/\$\{[^}|]*\}/.test(text);
}

function holesOfPage(page: Known, at: number): readonly Hole[] {
  const isIn = (hole: Hole, ...places: readonly HtmlPlace[]) => places.includes(placeIn(before(hole)));
  return [
    ...holesIn(page, at, 'html'),
    // Escaping is for text and quoted attributes: neither a script nor a bare attribute needs a quote to be left.
    ...holesIn(page, at, 'script').filter((hole) => isIn(hole, 'script', 'bare attribute', 'address')),
  ];
}

export const py: FlowRule = {
  binding: python,
  contexts: ['html'],
  judge(hit, judge) {
    const pages = hit.sink.label === 'template text' ? unescapedIn(hit) : [pageOf(hit)];
    if (isOtherType(hit) || (hit.sink.label === 'mako' && isEscapedByMako(hit))) return null;
    const holes = pages.flatMap((page) => (page ? holesOfPage(page, hit.at) : [])).filter(({ facts }) => facts.length > 0);
    const danger = worstOf(holes);
    if (!danger?.fact || danger.fact.trust > 0) return null;
    return reportOf(hit, danger, judge, { vectors: { outside: vectors.pageCode }, ending: 'and stands in the page' });
  },
};
