// What an accessibility checker looks for first; returns what it finds wrong, one line each.
() => {
  const found = [];
  const visible = node => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const nameOf = node => (node.getAttribute('aria-label') || node.textContent || node.title || '').trim()
    || (node.id && document.querySelector(`label[for="${node.id}"]`)?.textContent.trim()) || '';
  const all = selector => [...document.querySelectorAll(selector)].filter(visible);
  const say = (what, node) => found.push(`${what}: ${(node?.outerHTML ?? '').slice(0, 160)}`);

  if (document.documentElement.lang !== 'en') say('no language');
  if (!document.title) say('no title');
  if (all('h1').length !== 1) say(`${all('h1').length} h1`);
  for (const selector of ['header#top', 'nav[aria-label]', 'main', 'footer', '[role="search"][aria-label]']) {
    if (!document.querySelector(selector)) say(`no ${selector}`);
  }
  for (const node of all('a, button, input, select, summary')) if (!nameOf(node)) say('no name', node);
  for (const node of all('svg[role="img"], [role="region"]')) if (!node.getAttribute('aria-label')) say('no label', node);
  for (const node of all('svg:not([role="img"])')) if (!node.closest('[aria-hidden="true"]')) say('a picture without a role', node);
  for (const node of all('[tabindex]')) if (node.tabIndex > 0) say('a tab order of its own', node);
  for (const node of all('table')) if (!node.caption || !node.querySelector('th[scope="col"]')) say('a table without caption or heads', node);
  for (const node of all('table.virtual')) if (!node.getAttribute('aria-rowcount')) say('no row count', node);
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) say(`id twice: ${id}`);
  for (const node of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
    for (const name of ['aria-describedby', 'aria-labelledby']) {
      if (node.hasAttribute(name) && !document.getElementById(node.getAttribute(name))) say(`${name} leads nowhere`, node);
    }
  }
  let level = 0;
  for (const node of all('h1, h2, h3, h4')) {
    const own = Number(node.tagName[1]);
    if (own > level + 1) say('a level of headings is skipped', node);
    level = own;
  }
  for (const node of all('*')) {
    const style = getComputedStyle(node);
    const scrolls = node.scrollHeight > node.clientHeight + 2 && /auto|scroll/.test(style.overflowY);
    if (scrolls && node !== document.documentElement && node.tabIndex < 0 && !node.querySelector('a, button, input')) say('scrolls, but not by keyboard', node);
  }

  // ---- contrast ------------------------------------------------------------------------------
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const seen = new Map();
  const rgba = color => {
    if (!seen.has(color)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      seen.set(color, [r, g, b, a / 255]);
    }
    return seen.get(color);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const ground = node => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !visible(node) || node.closest('.unseen, #toast, [aria-hidden="true"], option')) continue;
    const style = getComputedStyle(node);
    const below = ground(node);
    const ink = over(rgba(node instanceof SVGElement ? style.fill : style.color), below);
    const [x, y] = [light(ink), light(below)].sort((a, b) => b - a);
    const ratio = (x + 0.05) / (y + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, node);
  }
  return [...new Set(found)];
}
