package run

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/coursemark/coursemark/gradebook/inbox"
	"github.com/coursemark/coursemark/gradebook/intake"
	"github.com/coursemark/coursemark/gradebook/sheets"
	"github.com/coursemark/coursemark/internal/diag"
	"github.com/coursemark/coursemark/internal/files"
	"github.com/coursemark/coursemark/project/disk"
)

// Receipt is what came in and was written into the register.
type Receipt struct {
	Register string // as shown
	On       string // 2006-01-02
	Results  []string
	Arrivals []sheets.Arrival
	Added    sheets.Added
}

// Receive records what came in, in a register that it creates if the file does not exist. on is
// the day, as 2006-01-02; "" is today. Of two runs at the same time the second fails,
// because one would overwrite what the other wrote.
func (r Run) Receive(ctx context.Context, register, on string, results []string) (Receipt, diag.List) {
	receipt := Receipt{Register: shownAs(register), On: cmp.Or(on, r.Now.Format(time.DateOnly)), Results: results}
	failed := func(kind diag.Kind, err error) (Receipt, diag.List) {
		return receipt, diag.ListOf(kind.With(diag.Plain(err)).In(receipt.Register))
	}
	dir, err := disk.Open(filepath.Dir(register))
	if err != nil {
		return failed(registerFolderUnreadable, err)
	}
	defer func() { _ = dir.Close() }()
	lock := filepath.Base(register) + ".lock"
	unlock, err := dir.Lock(lock)
	if held := (*disk.Locked)(nil); errors.As(err, &held) {
		return receipt, diag.ListOf(registerInUse.With().In(receipt.Register))
	}
	if err != nil {
		return failed(registerNotLocked, err)
	}
	defer func() {
		unlock()
		_ = dir.Remove(lock) // no longer of use; the next run creates another
	}()
	faults := r.receive(ctx, dir, register, &receipt)
	return receipt, faults
}

func (r Run) receive(ctx context.Context, dir *disk.Disk, name string, receipt *Receipt) diag.List {
	options := inbox.Options{Names: receipt.Results, Stdin: r.Stdin}
	old, wrong := readDocument(name, sheets.Named("register").MaxSize)
	if _, err := os.Stat(name); wrong != nil && !errors.Is(err, fs.ErrNotExist) {
		return diag.ListOf(wrong.In(receipt.Register))
	}
	if old.info != nil {
		options.Skip = append(options.Skip, old.info)
	}
	register, faults := sheets.ReadRegister(receipt.Register, old.Content)
	if faults.Failed() {
		return faults
	}
	progress := r.watch("receiving")
	options.Progress = progress.Step
	receipt.Arrivals, faults = intake.Arrivals(ctx, options)
	progress.Done()
	if faults.Failed() {
		return faults
	}
	grown, added := register.Add(receipt.Arrivals, receipt.On)
	receipt.Added = added
	if len(grown) > len(old.Content) {
		if err := files.Replace(dir, filepath.Base(name), grown); err != nil {
			return diag.ListOf(registerNotWritten.With(diag.Plain(err)).In(receipt.Register))
		}
	}
	return faults
}
