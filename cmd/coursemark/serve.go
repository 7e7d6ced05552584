package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/afero"
	"github.com/spf13/cobra"

	"github.com/coursemark/coursemark/generator"
	"github.com/coursemark/coursemark/internal/terminal"
)

func (c *command) serve() *cobra.Command {
	var f flags
	var port int
	var bind string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the project in the browser",
		Long: `serve builds the project in memory and serves it on this computer, until Ctrl-C.
It writes nothing: neither public/ nor keys.`,
		Example: `  coursemark serve
  coursemark serve --drafts --port 8080`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port < 0 || port > 65535 {
				return fmt.Errorf("--port %d is not a port: they go from 1 to 65535, and 0 takes any that is free", port)
			}
			c.status = c.preview(&f, bind, port)
			return nil
		},
	}
	f.add(cmd)
	cmd.Flags().IntVarP(&port, "port", "p", 1313, "the port to listen on")
	cmd.Flags().StringVar(&bind, "bind", "127.0.0.1", "the address to listen on; 0.0.0.0 lets other computers in")
	return cmd
}

// preview serves a project until the context ends.
func (c *command) preview(f *flags, bind string, port int) int {
	out := terminal.New(c.stdout, c.stderr, f.json)
	files := afero.NewMemMapFs()
	report, faults := generator.Preview(c.ctx, f.options(), files)
	out.Faults(faults.Sorted())
	if faults.Failed() {
		return exitFaults
	}
	listener, err := new(net.ListenConfig).Listen(c.ctx, "tcp", net.JoinHostPort(bind, strconv.Itoa(port)))
	if err != nil {
		out.Notef("coursemark: port %d is taken, or %s is not an address of this computer\n  hint: coursemark serve --port %d\n", port, terminal.Clean(bind), port+1)
		return exitFaults
	}
	server := &http.Server{Handler: handler(files), ReadHeaderTimeout: 10 * time.Second}
	address := listener.Addr().(*net.TCPAddr)
	host := address.IP.String()
	if address.IP.IsUnspecified() || address.IP.IsLoopback() {
		host = "localhost"
	}
	out.Printf("%s in %v\n\n  http://%s\n\npress Ctrl-C to end\n", terminal.Count(report.Pages, "page", "pages"), report.Duration.Round(time.Millisecond), net.JoinHostPort(host, strconv.Itoa(address.Port)))
	ended := make(chan struct{})
	go func() {
		<-c.ctx.Done()
		// Whoever reads a page right now may finish.
		deadline, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), 2*time.Second)
		defer cancel()
		_ = server.Shutdown(deadline) // the process ends next
		close(ended)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		out.Notef("coursemark: %v\n", err)
		return exitFaults
	}
	<-ended
	return exitFine
}

// handler serves a built site. Nothing is cached: the next build may differ.
func handler(files afero.Fs) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "pages are only read here", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		info, err := files.Stat(name)
		if name == "" || err == nil && info.IsDir() {
			if name != "" && !strings.HasSuffix(r.URL.Path, "/") {
				// Built from the cleaned path: "//host" would lead elsewhere.
				http.Redirect(w, r, "/"+name+"/", http.StatusMovedPermanently)
				return
			}
			name = path.Join(name, "index.html")
		}
		content, err := afero.ReadFile(files, name)
		if errors.Is(err, fs.ErrNotExist) {
			http.Error(w, "there is no such page", http.StatusNotFound)
			return
		}
		if err != nil {
			http.Error(w, "the page cannot be read", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(content)))
	})
}

// contentType does not ask the system, whose registry may say anything.
func contentType(name string) string {
	if t, ok := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
		".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif",
		".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
		".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".webm": "video/webm",
	}[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}
