// The data of the page: base64 of gzip of a JSON header and columns of numbers.

const KINDS = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array,
};

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

async function unpacked() {
  const island = byId('data');
  const bytes = bytesOf(island.textContent.trim());
  island.remove();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

async function payload() {
  const buffer = await unpacked();
  // A byte order mark at the start of the text is a character like any other.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const size = new Uint32Array(buffer, 0, 1)[0];
  const head = JSON.parse(decoder.decode(new Uint8Array(buffer, 4, size - 4)));
  const column = {};
  let at = size;
  for (const [name, kind, length] of head.columns) {
    const Kind = KINDS[kind];
    column[name] = new Kind(buffer, at, length);
    at += Math.ceil((length * Kind.BYTES_PER_ELEMENT) / 8) * 8;
  }
  return { head, column, text: decoder.decode(column.text) };
}
