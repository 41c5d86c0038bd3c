"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const times = data.scenes.filter((scene) => scene.inTime).length;
  const initialView = data.views[data.firstView];
  const state = {
    role: initialView.role, target: initialView.target, altitude: data.firstAltitude,
    scene: 0, other: data.swipeWith, swipe: 50,
  };
  const roleWords = { engage: "Missiles reach", detect: "Radar sees", deny: "Jammers reach" };
  const symbols = {
    radar: '<circle r=".82"/><circle class="in" r=".5"/>',
    missile: '<path d="M0-.95.9.75H-.9Z"/>',
    ship: '<path d="M-1.05.05H-.35V-.7H.4V.05H1.05L.65.75H-.7Z"/>',
    jammer: '<path d="M0-1 1 0 0 1-1 0Z"/>',
  };
  const symbolWords = { radar: "radar", missile: "missiles", ship: "ship", jammer: "jammer" };

  const element = (name, attributes = {}, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const drawing = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const symbol = (kind) => {
    const svg = drawing("svg", { viewBox: "-1.1 -1.1 2.2 2.2", class: "symbol", "aria-hidden": "true" });
    svg.innerHTML = symbols[kind];
    for (const shape of svg.children) {
      const inner = shape.getAttribute("class") === "in";
      shape.setAttribute("fill", inner ? "none" : "#111");
      shape.setAttribute("stroke", "#fff");
      shape.setAttribute("stroke-width", inner ? ".16" : ".28");
      shape.setAttribute("paint-order", "stroke");
    }
    return svg;
  };
  const km2 = (value) => (value > 0 && value < 0.5 ? "<1" : Math.round(value).toLocaleString("en-US"));
  const viewIndex = () => data.views.findIndex((view) => view.role === state.role && view.target === state.target);

  // ---- switches

  const choices = (box, name, options, chosen, choose) => {
    const old = box.querySelector(".choices");
    if (old) old.remove();
    const list = element("div", { class: "choices" });
    for (const [value, words] of options) {
      const label = element("label");
      const input = element("input", { type: "radio", name, value });
      input.checked = String(value) === String(chosen);
      input.addEventListener("change", () => choose(value));
      label.append(input, element("span", {}, words));
      list.append(label);
    }
    box.append(list);
    box.hidden = options.length < 2;
  };
  const targetsOf = (role) => data.views.filter((view) => view.role === role);
  const offerTargets = () => {
    const targets = targetsOf(state.role);
    if (!targets.some((view) => view.target === state.target)) state.target = targets[0].target;
    choices($("targets"), "target", targets.map((view) => [view.target, view.targetWords]), state.target, (target) => {
      state.target = target;
      render();
    });
  };
  const roles = [...new Set(data.views.map((view) => view.role))];
  roles.sort((a, b) => (b === initialView.role) - (a === initialView.role));
  choices($("roles"), "role", roles.map((role) => [role, roleWords[role]]), state.role, (role) => {
    state.role = role;
    offerTargets();
    render();
  });
  offerTargets();
  choices($("altitudes"), "altitude", data.altitudes.map((words, i) => [i, words]), state.altitude, (altitude) => {
    state.altitude = altitude;
    render();
  });

  // ---- time, and what is laid beside it

  const time = $("time");
  time.max = Math.max(times, 1) - 1;
  const show = (scene) => {
    state.scene = Math.min(Math.max(scene, 0), data.scenes.length - 1);
    if (state.scene < times) time.value = state.scene;
    render();
  };
  time.addEventListener("input", () => show(Number(time.value)));
  $("earlier").addEventListener("click", () => show(state.scene - 1));
  $("later").addEventListener("click", () => show(state.scene + 1));
  let playing = null;
  const stop = () => {
    clearInterval(playing);
    playing = null;
    $("play").textContent = "Play";
  };
  $("play").addEventListener("click", () => {
    if (playing !== null) return stop();
    $("play").textContent = "Stop";
    if (state.scene >= times - 1) show(0);
    playing = setInterval(() => {
      show(state.scene + 1);
      if (state.scene >= times - 1) stop();
    }, 1300);
  });
  $("timeline").hidden = times < 2;
  // What does not stand in time is chosen by name: variants, and the sides of a comparison.
  const shown = $("shown");
  data.scenes.forEach((scene, i) => shown.append(element("option", { value: i }, scene.switchLabel)));
  shown.addEventListener("change", () => show(Number(shown.value)));
  $("shown-box").hidden = times === data.scenes.length;
  const other = $("other");
  other.append(element("option", { value: "" }, "nothing"));
  data.scenes.forEach((scene, i) => other.append(element("option", { value: i }, scene.switchLabel)));
  other.value = state.other === null ? "" : state.other;
  other.addEventListener("change", () => {
    state.other = other.value === "" ? null : Number(other.value);
    render();
  });
  other.closest(".compare").hidden = data.scenes.length < 2;
  const swipe = $("swipe");
  const moveSwipe = (share) => {
    state.swipe = Math.min(Math.max(share, 0), 100);
    swipe.value = state.swipe;
    swipe.setAttribute("aria-valuetext", `${Math.round(state.swipe)} % ${data.scenes[state.scene].label}`);
    placeSwipe();
  };
  swipe.addEventListener("input", () => moveSwipe(Number(swipe.value)));
  const stage = $("stage");
  const drag = (event) => {
    const box = stage.getBoundingClientRect();
    moveSwipe((100 * (event.clientX - box.left)) / box.width);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (state.other === null) return;
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
    drag(event);
  });
  stage.addEventListener("pointermove", (event) => {
    if (state.other !== null && event.buttons !== 0) drag(event);
  });

  // ---- the map

  const overlayUri = (index) => "data:image/png;base64," + data.overlays[index];
  const ink = element("canvas").getContext("2d");
  const measure = (text, font) => {
    ink.font = font;
    return Math.max(...text.split("\n").map((line) => ink.measureText(line).width));
  };

  // Labels are laid out anew for the size of the stage, so that they can be read on a telephone as well.
  class Labels {
    constructor(layer, width, height) {
      Object.assign(this, { layer, width, height, taken: [] });
    }
    isFree(box) {
      return box[0] >= 2 && box[1] >= 2 && box[2] <= this.width - 2 && box[3] <= this.height - 2 &&
        this.taken.every((other) => box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1]);
    }
    take(box) {
      this.taken.push(box);
    }
    word(text, css, box, leansRight) {
      const made = element("div", { class: "word " + css, "aria-hidden": "true" });
      if (leansRight) made.style.textAlign = "right";
      made.style.left = (100 * box[0]) / this.width + "%";
      made.style.top = (100 * box[1]) / this.height + "%";
      made.style.minWidth = box[2] - box[0] + "px";
      for (const line of text.split("\n")) made.append(element("div", {}, line));
      this.layer.append(made);
      this.take(box);
    }
    // Beside a place: the first side with room.
    beside(x, y, clearance, text, css, font, lineHeight) {
      const w = measure(text, font) + 3;
      const h = lineHeight * text.split("\n").length;
      const sides = [[clearance, -h / 2], [-clearance - w, -h / 2], [clearance * .7, clearance * .7], [clearance * .7, -clearance * .7 - h],
        [-clearance * .7 - w, clearance * .7], [-clearance * .7 - w, -clearance * .7 - h], [-w / 2, clearance], [-w / 2, -clearance - h]];
      for (const [dx, dy] of sides) {
        const box = [x + dx, y + dy, x + dx + w, y + dy + h];
        if (!this.isFree(box)) continue;
        this.word(text, css, box, dx < -w / 2);
        return true;
      }
      return false;
    }
    centred(x, y, text, css, font, lineHeight, spacing) {
      const w = measure(text, font) + spacing * Math.max(...text.split("\n").map((line) => line.length));
      const h = lineHeight * text.split("\n").length;
      for (const [dx, dy] of [[0, 0], [0, -22], [0, 22], [-30, 0], [30, 0], [0, -44], [0, 44]]) {
        const box = [x + dx - w / 2, y + dy - h / 2, x + dx + w / 2, y + dy + h / 2];
        if (!this.isFree(box)) continue;
        this.word(text, css, box, false);
        return;
      }
    }
  }

  const clusters = (scene, frame, width, height) => {
    const groups = [];
    for (const index of scene.sites) {
      const at = frame.sites[index];
      if (!at) continue;
      const site = data.sites[index];
      const x = at[0] * width;
      const y = at[1] * height;
      let group = groups.find((other) => Math.hypot(other.x - x, other.y - y) < 17);
      if (!group) groups.push((group = { x, y, kinds: [], names: [] }));
      if (!group.kinds.includes(site.kind)) group.kinds.push(site.kind);
      if (!group.names.includes(site.name)) group.names.push(site.name);
    }
    return groups;
  };

  const family = getComputedStyle(document.body).fontFamily;
  const fillLayer = (layer, sceneIndex, view, letters) => {
    const scene = data.scenes[sceneIndex];
    const frame = data.frames[view.frame];
    const v = data.views.indexOf(view);
    const map = data.maps[sceneIndex][v][state.altitude];
    layer.replaceChildren();
    layer.append(element("img", { src: overlayUri(map[0]), alt: `${map[1]}. ${scene.label}.`, draggable: "false" }));
    const lines = drawing("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, class: "lines", "aria-hidden": "true" });
    for (const [x] of frame.meridians) lines.append(drawing("path", { class: "graticule", d: `M${x * frame.width} 0V${frame.height}` }));
    for (const [y] of frame.parallels) lines.append(drawing("path", { class: "graticule", d: `M0 ${y * frame.height}H${frame.width}` }));
    const rings = scene.rings[v].map((index) => frame.rings[index]);
    for (const ring of rings) lines.append(drawing("path", { class: "ring-halo", d: ring.d }), drawing("path", { class: "ring", d: ring.d }));
    layer.append(lines);

    const { width, height } = stage.getBoundingClientRect();
    const labels = new Labels(layer, width, height);
    const groups = clusters(scene, frame, width, height);
    for (const group of groups) {
      const mark = element("div", { class: "mark" });
      mark.style.left = (100 * group.x) / width + "%";
      mark.style.top = (100 * group.y) / height + "%";
      for (const kind of group.kinds) mark.append(symbol(kind));
      layer.append(mark);
      const half = 9 * group.kinds.length;
      labels.take([group.x - half, group.y - 9, group.x + half, group.y + 9]);
    }
    groups.forEach((group, i) => {
      const text = letters ? String.fromCharCode(65 + (i % 26)) : group.names.join("\n");
      labels.beside(group.x, group.y, 9 * group.kinds.length + 3, text, "site", `700 13.2px ${family}`, 16);
    });
    for (const ring of rings) {
      const w = measure(ring.label, `600 12px ${family}`);
      const x = ring.x * width;
      const y = ring.y * height;
      const box = [x - w / 2, y + 3, x + w / 2, y + 18];
      if (labels.isFree(box)) labels.word(ring.label, "ring-word", box, false);
    }
    for (const place of frame.places) {
      const x = place.x * width;
      const y = place.y * height;
      if (place.kind === "country" || place.kind === "sea") {
        const sea = place.kind === "sea";
        labels.centred(x, y, place.name, place.kind, sea ? `italic 13.6px ${family}` : `600 12.8px ${family}`, 17, sea ? 1.7 : 3.7);
      } else if (labels.isFree([x - 4, y - 4, x + 4, y + 4]) &&
                 labels.beside(x, y, 6, place.name, place.kind, `${place.kind === "capital" ? 600 : 400} 12px ${family}`, 15)) {
        const dot = element("div", { class: "dot" });
        dot.style.left = 100 * place.x + "%";
        dot.style.top = 100 * place.y + "%";
        layer.append(dot);
        labels.take([x - 4, y - 4, x + 4, y + 4]);
      }
    }
    for (const [x, words] of frame.meridians) {
      const box = [x * width + 2, height - 15, x * width + 40, height - 2];
      if (labels.isFree(box)) labels.word(words, "degree", box, false);
    }
    for (const [y, words] of frame.parallels) {
      const box = [3, y * height - 14, 40, y * height - 1];
      if (labels.isFree(box)) labels.word(words, "degree", box, false);
    }
    return groups;
  };

  const placeSwipe = () => {
    const layers = stage.querySelectorAll(".layer");
    const handle = stage.querySelector(".handle");
    if (state.other === null) {
      layers[0].style.clipPath = "none";
      return;
    }
    layers[0].style.clipPath = `inset(0 ${100 - state.swipe}% 0 0)`;
    layers[1].style.clipPath = `inset(0 0 0 ${state.swipe}%)`;
    handle.style.left = state.swipe + "%";
  };

  const scaleBar = (frame) => {
    let km = 0.001;
    for (let power = 0.001; power <= 10000; power *= 10) {
      for (const digit of [1, 2, 5]) if (digit * power <= frame.km * 0.22) km = digit * power;
    }
    const bar = element("div", { class: "scale" }, Number(km.toPrecision(1)).toLocaleString("en-US") + " km");
    bar.style.width = (100 * km) / frame.km + "%";
    return bar;
  };

  const fillLegend = (indices) => {
    const shown = indices.map((index) => data.scenes[index]);
    // Of coverage only what these maps show.
    const figures = indices.map((index) => data.maps[index][viewIndex()][state.altitude]);
    const isShown = { certain: 2, likely: 3, possible: 4, unknown: 5 };
    const isOnMaps = (key, kind) => kind !== "coverage" || key in isShown === false || figures.some((map) => map[isShown[key]] > 0);
    const list = element("ul");
    const item = (sample, words) => {
      const made = element("li");
      made.append(sample, words);
      list.append(made);
    };
    const named = new Set();
    for (const scene of shown) {
      for (const [key, words] of data.legends[scene.kind]) {
        if (named.has(key) || !isOnMaps(key, scene.kind)) continue;
        named.add(key);
        item(element("span", { class: "swatch swatch-" + key }), words);
      }
    }
    if (shown.some((scene) => scene.rings[viewIndex()].length)) item(element("span", { class: "swatch swatch-ring" }), "nominal range, terrain ignored");
    const kinds = new Set(shown.flatMap((scene) => scene.sites.map((index) => data.sites[index].kind)));
    for (const kind of kinds) item(symbol(kind), symbolWords[kind]);
    $("legend").replaceChildren(list);
  };

  const fillKey = (scenes, groups, letters) => {
    const key = $("key");
    key.replaceChildren();
    key.classList.toggle("hidden-words", !letters);
    scenes.forEach((scene, s) => {
      groups[s].forEach((group, i) => {
        const letter = letters ? String.fromCharCode(65 + (i % 26)) + ": " : "";
        const side = scenes.length > 1 ? `${scene.label}, ` : "";
        key.append(element("li", {}, `${side}${letter}${group.names.join(", ")}`));
      });
    });
  };

  const renderMap = () => {
    const v = viewIndex();
    const view = data.views[v];
    const frame = data.frames[view.frame];
    const scenes = state.other === null ? [state.scene] : [state.scene, state.other];
    stage.className = `stage relief-${view.frame}` + (state.other === null ? "" : " swiping");
    stage.style.aspectRatio = `${frame.width}/${frame.height}`;
    stage.style.setProperty("--shape", frame.width / frame.height);
    stage.replaceChildren();
    const letters = stage.getBoundingClientRect().width < 560;
    const groups = scenes.map((scene) => {
      const layer = element("div", { class: "layer" });
      stage.append(layer);
      return fillLayer(layer, scene, view, letters);
    });
    stage.append(scaleBar(frame));
    if (scenes.length > 1) {
      stage.append(element("div", { class: "handle" }));
      stage.append(element("div", { class: "side left" }, data.scenes[scenes[0]].label));
      stage.append(element("div", { class: "side right" }, data.scenes[scenes[1]].label));
    }
    $("swipe-box").hidden = scenes.length < 2;
    placeSwipe();
    const sides = scenes.length > 1 ? ["Left", "Right"] : [""];
    $("map-title").replaceChildren(...scenes.map((scene, i) =>
      element("p", {}, `${sides[i] ? `${sides[i]}, ${data.scenes[scene].label}: ` : ""}${data.maps[scene][v][state.altitude][1]}`)));
    fillLegend(scenes);
    fillKey(scenes.map((scene) => data.scenes[scene]), groups, letters);
    const caption = $("map-caption");
    caption.replaceChildren(
      element("span", {}, `${view.words} at ${data.altitudes[state.altitude]}; ${scenes.map((scene) => data.scenes[scene].label).join(" and ")}.`),
      element("span", {}, view.caption));
    scenes.forEach((scene) => {
      const [, , certain, likely, possible, unknown, p05, p95] = data.maps[scene][v][state.altitude];
      if (data.scenes[scene].kind === "change") return;
      caption.append(element("span", {}, `${data.scenes[scene].label}: certain ${km2(certain)} km², likely ${km2(likely)} km², possible ${km2(possible)} km²` +
        (p95 === undefined ? "" : `; 5–95 % of the samples ${km2(p05)} – ${km2(p95)} km²`) +
        (unknown > 0 ? `; unknown, for terrain is missing: ${km2(unknown)} km².` : ".")));
    });
  };

  // ---- curves and ranking

  const renderCharts = () => {
    const v = viewIndex();
    const scenes = [state.scene, state.other];
    for (const chart of document.querySelectorAll(".time-chart")) {
      chart.hidden = Number(chart.dataset.view) !== v || Number(chart.dataset.altitude) !== state.altitude;
      for (const piece of chart.hidden ? [] : chart.querySelectorAll(".piece")) {
        piece.classList.toggle("on", scenes.includes(Number(piece.dataset.scene)));
      }
    }
    for (const chart of document.querySelectorAll(".altitude-chart")) {
      chart.hidden = Number(chart.dataset.view) !== v || !scenes.includes(Number(chart.dataset.scene));
      for (const bar of chart.hidden ? [] : chart.querySelectorAll(".bar")) {
        bar.classList.toggle("on", Number(bar.dataset.altitude) === state.altitude);
      }
    }
  };
  for (const piece of document.querySelectorAll(".piece")) piece.addEventListener("click", () => show(Number(piece.dataset.scene)));

  const renderHolders = () => {
    const body = document.querySelector("#holders-table tbody");
    if (!body) return;
    const v = viewIndex();
    const scene = data.scenes[state.scene];
    $("holders-of").textContent = `${data.views[v].words} at ${data.altitudes[state.altitude]}, ${scene.label}`;
    const rows = data.holders[state.scene][v][state.altitude] || [];
    const most = Math.max(1e-9, ...rows.map((row) => row[3]));
    body.replaceChildren();
    const add = (row) => {
      const [name, radar, covered, lost, order, left] = row;
      const line = element("tr", radar ? { class: "radar" } : {});
      line.append(element("th", { scope: "row" }, radar ? `only its radar ${radar}` : name));
      line.append(element("td", { class: "number" }, km2(lost)));
      const cell = element("td", { class: "bar", "aria-hidden": "true" });
      const bar = element("div");
      bar.style.width = (100 * lost) / most + "%";
      cell.append(bar);
      line.append(cell, element("td", { class: "number" }, km2(covered)), element("td", { class: "number" }, order === undefined ? "" : order),
        element("td", { class: "number" }, left === undefined ? "" : km2(left)));
      body.append(line);
    };
    for (const asset of rows.filter((row) => !row[1])) {
      add(asset);
      rows.filter((row) => row[1] && row[0] === asset[0] && row[3] > 0).forEach(add);
    }
    if (!rows.length) {
      const line = element("tr");
      line.append(element("td", { colspan: 6 }, "Nothing is covered at likely figures by what surely stands here."));
      body.append(line);
    }
  };

  const render = () => {
    const scene = data.scenes[state.scene];
    $("time-label").textContent = scene.label;
    time.setAttribute("aria-valuetext", scene.label);
    shown.value = state.scene;
    $("earlier").disabled = state.scene <= 0;
    $("later").disabled = state.scene >= times - 1;
    renderMap();
    renderCharts();
    renderHolders();
  };

  document.documentElement.classList.add("scripted");
  $("explorer").hidden = false;
  render();
  let laidOut = stage.getBoundingClientRect().width;
  new ResizeObserver(() => {
    const { width } = stage.getBoundingClientRect();
    if (Math.abs(width - laidOut) < 2) return;
    laidOut = width;
    renderMap();
  }).observe(stage);
  // On paper nothing can be opened.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));
})();
