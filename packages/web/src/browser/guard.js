/*
 * Stands in each page as a classic script, in the language of 2009, so that any browser runs it. It loads the page's own script, before it what an
 * older browser lacks, and where the page cannot start it shows the words of the page's #cannot-start instead of nothing.
 */
;(function () {
  var isStarted = false
  var scripts = []
  function show(words) {
    document.getElementById('cannot-start').hidden = !words
    document.getElementById('root').hidden = words
  }
  function tell() {
    var root = document.getElementById('root')
    if (!root) document.addEventListener('DOMContentLoaded', tell)
    // A page that has drawn itself tells by itself what goes wrong. Where drawing it failed, nothing is left of it.
    else if (!isStarted || !root.firstElementChild) show(true)
  }
  function tellSoon() {
    setTimeout(tell, 50)
  }
  function load(source, next) {
    var script = document.createElement('script')
    script.type = 'module'
    script.src = source
    if (next) script.onload = next
    scripts.push(script)
    document.head.appendChild(script)
  }
  function lacks() {
    return (
      typeof globalThis === 'undefined' ||
      !Array.prototype.at ||
      !Array.prototype.findLast ||
      !Array.prototype.flatMap ||
      !Object.fromEntries ||
      !Object.hasOwn ||
      !Promise.allSettled ||
      !Promise.any ||
      !String.prototype.replaceAll ||
      !String.prototype.matchAll ||
      !window.queueMicrotask
    )
  }
  function onError(event) {
    var target = event.target
    // A picture that does not come stops nobody.
    if (!target || target === window || scripts.indexOf(target) >= 0) tellSoon()
  }
  window.addEventListener('error', onError, true)
  window.addEventListener('unhandledrejection', tellSoon)
  window.mingceStart = function (source, older) {
    if (!('noModule' in document.createElement('script'))) tell()
    else if (older && lacks())
      load(older, function () {
        load(source)
      })
    else load(source)
  }
  window.mingceStarted = function () {
    isStarted = true
    // What went wrong was another script's, such as an app's that shows the page.
    show(false)
  }
})()
