// The run itself: settings, stages, recall, losses, rejects, files.

function runView() {
  const { run, quality, rejects, inputs } = M.head;
  return [
    heading('Run', h('p', { class: 'sub' }, `${run.run_id} · dedup ${run.dedup_version} · schema ${run.schema_version}`)),
    facts([
      ['started', when(Date.parse(run.started_at))], ['finished', when(Date.parse(run.finished_at))], ['took', `${run.seconds} s`],
      ['rows read', num(run.rows.read)], ['reported', num(run.rows.reported)], ['rejected', num(run.rows.rejected)],
    ]),
    runPanel('Measured recall', quality.length ? null : 'not measured: this run did not look for pairs it may have missed.', quality.length > 0 && plainTable('Measured recall', ['measure', 'unit', 'similarity', 'true pairs', 'found', 'of them unlisted', 'estimate', '95 % interval', 'how'],
      quality.map(row => [row.metric, row.unit, `${score(row.jaccard_low, 2)}–${score(row.jaccard_high, 2)}`, num(row.n_true), num(row.n_found), num(row.n_unlisted), score(row.estimate), `${score(row.ci_low)}–${score(row.ci_high)}`, alien(row.method)]))),
    runPanel('Bands', 'Chosen for the similarity floor and the recall asked for.', objectsTable('Bands', run.bands)),
    runPanel('Stages', null, stagesTable(run.stages ?? [])),
    runPanel('Losses', (run.losses ?? []).length ? null : 'None: every cap, skip and short text would be listed here.', (run.losses ?? []).length > 0 && objectsTable('Losses', run.losses)),
    rejectsPanel(rejects),
    runPanel('Settings', `sha256 ${run.config_sha256}`, plainTable('Settings', ['setting', 'value'], Object.entries(run.config).map(([name, value]) => [h('code', {}, name), alien(JSON.stringify(value))]))),
    inputsPanel(inputs),
    (run.files ?? []).length > 0 && runPanel('Tables', null, plainTable('Tables', ['file', 'rows', 'bytes', 'sha256'], run.files.map(file => [alien(file.name), num(file.rows), num(file.n_bytes), h('code', {}, file.sha256)]))),
    runPanel('Versions', null, plainTable('Versions', ['what', 'version'], Object.entries(run.versions ?? {}).map(([name, version]) => [name, alien(version)]))),
    reproduce(run, inputs),
  ];
}

const runPanel = (title, note, ...content) => h('section', { class: 'panel' }, h('h2', {}, title), note && h('p', { class: 'note' }, note),
  content.some(Boolean) && h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, content));

function objectsTable(title, rows) {
  if (!rows?.length) return null;
  const names = Object.keys(rows[0]);
  const cell = value => (typeof value === 'number' ? (Number.isInteger(value) ? num(value) : String(value)) : alien(typeof value === 'object' ? JSON.stringify(value) : value));
  return plainTable(title, names.map(label), rows.map(row => names.map(name => cell(row[name]))));
}

const stagesTable = stages => plainTable('Stages', ['stage', 'rows in', 'rows out', 'seconds', 'memory at most'], stages.map(stage => [
  stage.stage, num(stage.rows_in ?? 0), num(stage.rows_out ?? 0), (stage.seconds ?? 0).toFixed(2), `${num(Math.round((stage.rss_peak_bytes ?? 0) / 1e6))} MB`]));

function rejectsPanel({ reasons, first }) {
  const total = M.head.totals.counts.rejects;
  if (!total) return runPanel('Rejected rows', 'None: every row that was read is an article.');
  const more = total > first.length ? ` The first ${num(first.length)} are shown; all are in rejects.parquet.` : '';
  return runPanel('Rejected rows', `${counted(total, 'row')}: ${reasons.map(([reason, n]) => `${num(n)} ${label(reason)}`).join(', ')}.${more}`,
    plainTable('Rejected rows', ['file', 'row', 'reason', 'message', 'begins'], first.map(row => [alien(clipped(row.input_path, 120)), num(row.input_row), label(row.reason), alien(clipped(row.message, 300)), alien(clipped(row.raw_prefix ?? '', 120), 'code')])));
}

function inputsPanel({ n, first }) {
  return runPanel('Inputs', `${counted(n, 'file')}${n > first.length ? `, of which ${num(first.length)} are shown` : ''}.`,
    plainTable('Inputs', ['file', 'format', 'bytes', 'rows', 'rejected', 'sha256'], first.map(one => [alien(clipped(one.path, 160)), one.format, num(one.n_bytes), num(one.rows_read), num(one.rows_rejected), h('code', {}, (one.sha256 ?? '').slice(0, 16))])));
}

function reproduce(run, inputs) {
  const config = run.config;
  const line = `dedup run INPUT... -o OUT --unit ${config.unit} --similarity ${config.similarity} --recall ${config.recall} --min-words ${config.min_words} --seed ${config.seed}`;
  return runPanel('How to reproduce', `With dedup ${run.dedup_version} and ${inputs.n === 1 ? 'the same file' : `the same ${num(inputs.n)} files`}:`, h('pre', {}, h('code', {}, line)), button('Copy', () => copied(line, 'Command'), { class: 'small' }));
}
