/** The chat page at `/`: plain files, sent as they are. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

/** `web/` in the sources, `web/` beside the bundle in a build. */
export function chatPage(): RequestHandler {
  const folders = ['./web', '../../../web'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const folder = folders.find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`the chat page is missing: looked in ${folders.join(' and ')}`);
  return express.static(folder, { index: 'index.html', cacheControl: true, maxAge: '5m', redirect: false });
}
