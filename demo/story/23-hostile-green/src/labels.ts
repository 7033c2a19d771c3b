import { execFile } from 'node:child_process';
import { type Request, type Response, Router } from 'express';

export const labels = Router();

/** The label of a parcel, with a caption of the sender's choice. */
labels.get('/parcels/:number/label', (request: Request, response: Response) => {
  const caption = String(request.query.caption ?? '');
  if (!/^[\w .,]{0,40}$/.test(caption)) return void response.sendStatus(400);
  execFile('convert', ['label.png', '-annotate', '+20+40', caption, 'png:-'], { encoding: 'buffer' }, (error, picture) => {
    if (error) response.sendStatus(500);
    else response.type('image/png').send(picture);
  });
});

/** The barcode alone: the number reaches the program as one argument, and no shell reads it. */
labels.get('/parcels/:number/barcode', (request: Request, response: Response) => {
  execFile('barcode', ['-b', String(request.params.number), '-S'], (error, picture) => {
    if (error) response.sendStatus(500);
    else response.type('image/svg+xml').send(picture);
  });
});
