/** Under which name a download is saved: the one that the agent gave it, or the end of its path. No name leads into another folder. */
export function fileName(path, disposition, type) {
  const given = /filename="([^"]+)"/u.exec(disposition)?.[1];
  const name = given ?? path.split('/').slice(-2).join('-') + (type.includes('json') ? '.json' : '');
  return name.replaceAll(/[^\w.-]+/gu, '_').replace(/^\.+/u, '') || 'document';
}
