// Go's crypto/tls as a server and as a client. ../README.md says what is asked and answered.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

const patience = 5 * time.Second

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var answer string
		switch asked := strings.Split(lines.Text(), "\t"); asked[0] {
		case "serve":
			if port, err := serve(asked[1], asked[2]); err != nil {
				answer = "refused\t" + err.Error()
			} else {
				answer = fmt.Sprintf("listening\t%d", port)
			}
		case "connect":
			if err := connect(asked[1], asked[2], asked[3]); err != nil {
				answer = side(err) + "\t" + err.Error()
			} else {
				answer = "ok\t"
			}
		default:
			answer = "what?\t"
		}
		fmt.Println(strings.ReplaceAll(answer, "\n", " "))
	}
}

// serve listens on a free port until the process ends.
func serve(certificates, key string) (int, error) {
	pair, err := tls.LoadX509KeyPair(certificates, key)
	if err != nil {
		return 0, err
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		return 0, err
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				connection.SetDeadline(time.Now().Add(patience))
				connection.Write([]byte("ok"))
				connection.Read(make([]byte, 10))
			}()
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func connect(port, trust, name string) error {
	pem, err := os.ReadFile(trust)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return errors.New("no root could be read")
	}
	dialer := &net.Dialer{Timeout: patience, Deadline: time.Now().Add(patience)}
	connection, err := tls.DialWithDialer(dialer, "tcp", "127.0.0.1:"+port, &tls.Config{RootCAs: roots, ServerName: name})
	if err != nil {
		return err
	}
	return connection.Close()
}

// side says who broke it off: an alert, or an end without a word, comes from the other side.
func side(err error) string {
	var broken *net.OpError
	if errors.As(err, &broken) || err.Error() == "EOF" {
		return "server"
	}
	return "client"
}
