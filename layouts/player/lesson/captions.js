// Captions of videos on pages opened from a folder: from file:// the browser refuses to
// load <track>, so the page holds a second copy of them.
import { all } from "../lib/dom.js";

export function mountCaptions() {
  if (location.protocol !== "file:") return;
  for (const data of all(document, "[data-cues]")) {
    const video = data.parentElement?.querySelector("video");
    const track = video?.querySelector("track");
    if (!video || !track) continue;
    const captions = video.addTextTrack("captions", track.label, track.srclang);
    track.remove();
    for (const { from, to, text } of JSON.parse(data.textContent)) captions.addCue(new VTTCue(from, to, text));
    captions.mode = "showing";
  }
}
