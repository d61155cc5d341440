// Opens EPUBs in a reader in headless Chromium and says what it finds, one JSON object a line.
// usage: node read.mjs JOBS.json, where JOBS is [{ epub, reader, dark, steps: [["go", target], ["shot", file], …] }]
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [, , jobsFile] = process.argv
const { browser: executablePath, modules, jobs } = JSON.parse(fs.readFileSync(jobsFile, 'utf8'))
const require = createRequire(path.join(modules, 'x.js'))
const { default: puppeteer } = await import(pathToFileURL(require.resolve('puppeteer-core')))
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname)
const types = {
  '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html', '.css': 'text/css',
  '.epub': 'application/epub+zip', '.json': 'application/json',
}
let current = ''

const server = http.createServer((request, response) => {
  const asked = decodeURIComponent(request.url.split('?')[0])
  const file = asked === '/book.epub' ? current
    : asked.startsWith('/node_modules/') ? path.join(modules, asked) : path.join(here, asked)
  fs.readFile(file, (error, data) => {
    response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
    response.end(data)
  })
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const origin = `http://127.0.0.1:${server.address().port}`
const browser = await puppeteer.launch({
  executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] })

for (const job of jobs) {
  current = job.epub
  const faults = []
  const page = await browser.newPage()
  await page.setViewport({ width: 390, height: 740, deviceScaleFactor: 1.5 })
  page.on('pageerror', error => faults.push(String(error)))
  // Nothing but this machine may be asked for anything.
  page.on('request', request => {
    if (!/^(blob:|data:|about:)/.test(request.url()) && !request.url().startsWith(origin)) faults.push(request.url())
  })
  if (job.dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await page.goto(`${origin}/${job.reader}.html`)
  await page.waitForFunction('window.ready')
  const found = { epub: job.epub, reader: job.reader, ...await page.evaluate(() => reader.open('/book.epub')) }
  found.steps = []
  for (const [act, target] of job.steps ?? []) {
    if (act === 'shot') {
      await page.screenshot({ path: target })
    } else {
      found.steps.push(await page.evaluate(([name, given]) => reader[name](given), [act, target ?? null]))
    }
  }
  found.faults = faults
  console.log(JSON.stringify(found))
  await page.close()
}
await browser.close()
server.close()
