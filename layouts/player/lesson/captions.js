// Captions of videos where the browser loads none: from file:// it refuses
// <track>. The page holds them a second time.
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
