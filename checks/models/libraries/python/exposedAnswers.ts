/** What servers written in Python answer. */
import { type CallModel, library, type SinkModel } from '../../../../src/engine/check.ts';

type Calls = NonNullable<Parameters<typeof library>[0]['calls']>;

const all = (names: string, sinks: readonly SinkModel[]): Calls =>
  Object.fromEntries(names.split(' ').map((name) => [name, { sinks } as CallModel])) as Calls;

const sent = (...at: readonly SinkModel['at'][]): readonly SinkModel[] => at.map((one) => ({ at: one, context: 'to response' }));

/** The body is given first, or by one of these names. */
const body = sent(0, 'option content', 'option data', 'option response', 'option body', 'option text', 'option json', 'option media');

export const exposedAnswers = library({
  library: 'answers',
  names: {
    'django.http.response': 'django.http',
    'fastapi.responses': 'starlette.responses',
    'fastapi.Response': 'starlette.responses.Response',
    'flask.wrappers.Response': 'flask.Response',
    'quart.jsonify': 'flask.jsonify',
    'quart.make_response': 'flask.make_response',
    'quart.render_template': 'flask.render_template',
    'quart.abort': 'flask.abort',
    'werkzeug.exceptions.abort': 'flask.abort',
    'fastapi.exceptions.HTTPException': 'fastapi.HTTPException',
    'starlette.exceptions.HTTPException': 'fastapi.HTTPException',
    'fastapi.templating.Jinja2Templates': 'starlette.templating.Jinja2Templates',
    'aiohttp.web_response': 'aiohttp.web',
  },
  calls: {
    ...all('flask.jsonify flask.render_template flask.render_template_string', sent('all', 'named')),
    ...all(
      'flask.make_response flask.Response django.http.HttpResponse django.http.JsonResponse django.http.StreamingHttpResponse django.http.HttpResponseBadRequest ' +
        'django.http.HttpResponseForbidden django.http.HttpResponseServerError django.http.HttpResponseNotFound django.http.Http404 starlette.responses.Response ' +
        'starlette.responses.JSONResponse starlette.responses.ORJSONResponse starlette.responses.UJSONResponse starlette.responses.PlainTextResponse ' +
        'starlette.responses.HTMLResponse starlette.responses.StreamingResponse rest_framework.response.Response aiohttp.web.Response aiohttp.web.json_response ' +
        'sanic.response.json sanic.response.text sanic.response.html sanic.json sanic.text sanic.html webob.Response pyramid.response.Response bottle.HTTPResponse ' +
        'tornado.Handler.write tornado.Handler.finish http.Handler.wfile.write',
      body,
    ),
    ...all('flask.abort bottle.abort', sent(1, 'option description')),
    ...all('django.shortcuts.render', sent(2, 'option context')),
    ...all('starlette.templating.Jinja2Templates().TemplateResponse', sent(1, 2, 'option context')),
    ...all('tornado.Handler.render aiohttp_jinja2.render_template', sent('all', 'named')),
    ...all('fastapi.HTTPException', sent(1, 'option detail')),
    ...all('ninja.errors.HttpError litestar.exceptions.HTTPException', sent(1, 'option message', 'option detail')),
    ...all(
      'werkzeug.exceptions.BadRequest werkzeug.exceptions.Unauthorized werkzeug.exceptions.Forbidden werkzeug.exceptions.NotFound werkzeug.exceptions.InternalServerError ' +
        'rest_framework.exceptions.APIException rest_framework.exceptions.ValidationError rest_framework.exceptions.AuthenticationFailed ' +
        'rest_framework.exceptions.PermissionDenied rest_framework.exceptions.NotFound',
      sent(0, 'option description', 'option detail'),
    ),
    ...all(
      'aiohttp.web.HTTPBadRequest aiohttp.web.HTTPUnauthorized aiohttp.web.HTTPForbidden aiohttp.web.HTTPInternalServerError tornado.web.HTTPError falcon.HTTPError ' +
        'falcon.HTTPBadRequest falcon.HTTPUnauthorized falcon.HTTPInternalServerError',
      sent('option text', 'option reason', 'option description', 'option log_message'),
    ),
  },
});
