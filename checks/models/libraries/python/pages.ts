import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

function all<T>(model: T, names: string): Record<string, T> {
  return Object.fromEntries(names.split(' ').map((name) => [name, model]));
}

function shown(label: string, ...at: readonly SinkModel['at'][]): CallModel {
  return { sinks: at.map((one) => ({ at: one, context: 'html', label })) };
}

function template(...at: readonly SinkModel['at'][]): CallModel {
  return { sinks: at.map((one) => ({ at: one, context: 'template' })) };
}

const escaped: CallModel = { gives: { from: [0], as: 'derived' }, clears: ['html'] };
const cleaned: CallModel = { gives: { from: [0], as: 'derived' }, clears: ['html', 'script'] };

/** What a header gets, and the flags of a cookie where it is one. */
const header: readonly SinkModel[] = [
  { at: 1, context: 'header' },
  { at: 1, context: 'setting', label: 'cookie header', written: true },
];

/** Pages, what makes text harmless in them, and the templates that they are made of. */
export const pages = library({
  library: 'flask, django, markupsafe, jinja2, mako: pages and templates',
  names: {
    'flask.Markup': 'markupsafe.Markup',
    'jinja2.Markup': 'markupsafe.Markup',
    'flask.escape': 'markupsafe.escape',
    'jinja2.escape': 'markupsafe.escape',
    'jinja2.utils.markupsafe': 'markupsafe',
    'cgi.escape': 'html.escape',
    'django.utils.html.conditional_escape': 'html.escape',
    'django.utils.html.escape': 'html.escape',
    'xml.sax.saxutils.escape': 'html.escape',
    'werkzeug.utils.escape': 'html.escape',
    'tornado.escape.xhtml_escape': 'html.escape',
    'bottle.html_escape': 'html.escape',
    'jinja2.environment.Template': 'jinja2.Template',
    'jinja2.environment.Environment': 'jinja2.Environment',
    'jinja2.Environment()': 'jinja2.Environment',
    'flask.current_app.jinja_env': 'jinja2.Environment',
    'flask.App.jinja_env': 'jinja2.Environment',
    'django.template.base.Template': 'django.template.Template',
    'django.utils.safestring.SafeString': 'django.utils.safestring.mark_safe',
    'django.utils.safestring.SafeText': 'django.utils.safestring.mark_safe',
    'django.http.response.HttpResponse': 'django.http.HttpResponse',
    'starlette.responses.HTMLResponse': 'fastapi.responses.HTMLResponse',
    'quart.make_response': 'flask.make_response',
    'quart.Response': 'flask.Response',
    'werkzeug.wrappers.Response': 'flask.Response',
    'werkzeug.Response': 'flask.Response',
    'quart.render_template_string': 'flask.render_template_string',
  },
  calls: {
    'flask.Response': shown('flask', 'option response'),
    'django.http.HttpResponse': shown('django', 0, 'option content'),
    'django.http.HttpResponseBadRequest': shown('django', 0),
    'django.http.HttpResponseNotFound': shown('django', 0),
    'django.http.HttpResponseForbidden': shown('django', 0),
    'django.http.HttpResponseServerError': shown('django', 0),
    'fastapi.responses.HTMLResponse': shown('page', 0, 'option content'),
    'aiohttp.web.Response': { sinks: [{ at: 'option text', context: 'html', when: { option: 'content_type', is: ['text/html'] } }] },
    'django.utils.safestring.mark_safe': shown('marked', 0),
    'django.utils.html.format_html': { ...shown('marked', 0), clears: ['html'] },
    'markupsafe.Markup': shown('marked', 0),
    'markupsafe.Markup().format': { clears: ['html'] },
    'markupsafe.Markup.escape': escaped,
    'flask.render_template_string': {
      sinks: [
        { at: 'option source', context: 'template' },
        { at: 'call', context: 'html', label: 'template text' },
      ],
    },
    ...all(escaped, 'html.escape markupsafe.escape markupsafe.escape_silent xml.sax.saxutils.quoteattr django.utils.html.urlize'),
    ...all(cleaned, 'bleach.clean nh3.clean lxml.html.clean.clean_html django.utils.html.escapejs'),
    ...all(template(0, 'option source'), 'jinja2.Template jinja2.Environment.from_string'),
    'mako.template.Template': {
      ...template(0, 'option text'),
      gives: { from: [0, 'option text'], as: 'same' },
      is: 'mako.Template',
      keeps: ['default_filters'],
    },
    'mako.Template.render': { sinks: [{ at: 'named', context: 'html', label: 'mako' }] },
    ...all(
      template(0),
      'django.template.Template django.template.engines[].from_string tornado.template.Template bottle.template bottle.SimpleTemplate chameleon.PageTemplate Cheetah.Template.Template django.template.Engine().from_string',
    ),
    ...all(
      { gives: { from: [0], as: 'derived' }, clears: ['html', 'script', 'header', 'log', 'template', 'sql', 'ldap', 'xpath'] },
      'base64.b64encode base64.urlsafe_b64encode base64.b16encode base64.b32encode binascii.hexlify',
    ),
    'jinja2.Template().render': { gives: { from: ['named', 'all'], as: 'derived' } },
  },
  stores: {
    'flask.Response.headers.[]': header,
    'django.http.HttpResponse.[]': header,
    'django.http.HttpResponse.headers.[]': header,
    'fastapi.Response.headers.[]': header,
  },
});
