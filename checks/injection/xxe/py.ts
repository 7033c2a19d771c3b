import { constantOf, type FlowRule, type Hit, type Known } from '../../../src/engine/check.ts';
import { holesOf, reportOf, worstOf } from '../../models/flow/weighHit.ts';
import { python } from '../../models/libraries/python/index.ts';
import { vectors } from '../../models/vectors.ts';

/** `asked`: external entities are turned on by name. `default`: the library's own setting, which long followed them. */
type Setting = 'asked' | 'default' | 'off';

function isSet(known: Known | undefined): boolean | null {
  const text = known && constantOf(known);
  return text === undefined || text === null ? null : !/^(?:False|0|None|internal)$/.test(text);
}

const externalEntities = [
  'xml.sax.handler.feature_external_ges',
  'xml.sax.handler.feature_external_pes',
  'http://xml.org/sax/features/external-general-entities',
  'http://xml.org/sax/features/external-parameter-entities',
];

function settingOf({ sink, given, options, on }: Hit): Setting {
  const parser = sink.label?.startsWith('xml reader')
    ? on
    : (options.get('parser') ?? given.slice(1).find((one) => one.fields !== null) ?? null);
  const fields = sink.label === 'xml options' ? options : (parser?.fields ?? null);
  if (/ (?:lxml|options)$/.test(sink.label ?? '')) {
    const entities = isSet(fields?.get('resolve_entities'));
    if (entities === false) return 'off';
    const isAsked = entities === true || isSet(fields?.get('load_dtd')) || isSet(fields?.get('dtd_validation'));
    return isAsked || isSet(fields?.get('no_network')) === false ? 'asked' : 'default';
  }
  return externalEntities.some((name) => isSet(fields?.get(name))) ? 'asked' : 'off';
}

export const py: FlowRule = {
  binding: python,
  contexts: ['deserialize'],
  judge(hit, judge) {
    if (!hit.sink.label?.startsWith('xml')) return null;
    const setting = settingOf(hit);
    if (setting === 'off') return null;
    const worst = worstOf(holesOf(hit, 'deserialize'));
    if (!worst) return null;
    const isAsked = setting === 'asked';
    const report = reportOf(hit, worst, judge, {
      vectors: {
        outside: isAsked ? vectors.readFiles : vectors.readFilesSeldom,
        remote: isAsked ? vectors.readFilesSeldom : undefined,
        caller: isAsked ? vectors.readFilesSeldom : undefined,
        own: isAsked ? vectors.lowLocal : undefined,
        unknown: isAsked ? vectors.lowLocal : undefined,
      },
      ending: 'and is read with external entities',
    });
    return report && !isAsked ? { ...report, confidence: 'medium' } : report;
  },
};
