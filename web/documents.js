/** Pages and downloads of the agents: fetched with the customer's token, then shown in a new tab or saved. */
import { ApiError } from './api.js';
import { fileName } from './file-name.js';

/** A page from an agent may be looked at and printed. It runs nothing, loads nothing and sends nothing. */
const NOTHING_BUT_STYLE =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

/** Pages whose new tab was blocked: the next press opens them at once, which no browser blocks. */
const waiting = new Map();
const urls = [];

/**
 * @param {(path: string) => Promise<Response>} load
 * @returns {Promise<string>} what has become of it, for the customer
 * @throws {ApiError}
 */
export async function openDocument(path, load) {
  const url = waiting.get(path);
  if (url !== undefined) {
    waiting.delete(path);
    return openTab(path, url);
  }
  const response = await load(path);
  const blob = await bodyOf(response);
  const disposition = response.headers.get('content-disposition') ?? '';
  const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
  if (isPage && !disposition.startsWith('attachment')) {
    return openTab(path, urlOf(new Blob([lockedPage(await blob.text())], { type: 'text/html;charset=utf-8' })));
  }
  const name = fileName(path, disposition, blob.type);
  const link = document.createElement('a');
  link.href = urlOf(blob);
  link.download = name;
  link.click();
  return `Saved as ${name}.`;
}

/** Somebody else talks now: what the tabs before have loaded cannot be had again. */
export function forgetDocuments() {
  waiting.clear();
  urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
}

async function bodyOf(response) {
  try {
    return await response.blob();
  } catch {
    throw new ApiError({
      code: 'broken_off',
      title: 'The connection broke off before everything was there. Try again.',
      retry: true,
    });
  }
}

function urlOf(blob) {
  const url = URL.createObjectURL(blob);
  urls.push(url);
  return url;
}

function openTab(path, url) {
  const tab = open(url, '_blank');
  if (tab === null) {
    waiting.set(path, url);
    return 'Your browser has blocked the new tab. Press again to open it.';
  }
  tab.opener = null;
  return 'Opened in a new tab.';
}

/** The same page under a policy of its own, which stands before everything that could act. */
export function lockedPage(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll('script, base, meta[http-equiv]').forEach((node) => node.remove());
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = NOTHING_BUT_STYLE;
  page.head.prepend(policy);
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}
