import { exec, execFile } from 'node:child_process';
import { type Request, type Response, Router } from 'express';

export const labels = Router();

/** The label of a parcel, with a caption of the sender's choice. */
labels.get('/parcels/:number/label', (request: Request, response: Response) => {
  const number = Number(request.params.number);
  const caption = request.query.caption ?? '';
  exec(`convert label.png -annotate +20+40 "${caption}" /var/cache/parcels/label-${number}.png`, (error) => {
    if (error) response.sendStatus(500);
    else response.sendFile(`/var/cache/parcels/label-${number}.png`);
  });
});

/** The barcode alone: the number reaches the program as one argument, and no shell reads it. */
labels.get('/parcels/:number/barcode', (request: Request, response: Response) => {
  execFile('barcode', ['-b', String(request.params.number), '-S'], (error, picture) => {
    if (error) response.sendStatus(500);
    else response.type('image/svg+xml').send(picture);
  });
});
