package ledger

import "github.com/coursemark/coursemark/internal/diag"

var noRoom = diag.Kind{Code: "results-no-room", What: "what was read cannot be kept on disk: %s",
	Hint: "make room in the folder for temporary files, or name another one in TMPDIR (TEMP on Windows)"}

// NoRoom says that what was read could not be kept outside memory.
func NoRoom(err error) diag.Fault { return noRoom.With(diag.Plain(err)).In("") }
