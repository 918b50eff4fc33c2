// What a client on Go says of chains. Each line of standard input holds the time in seconds since 1970 or 0 for now, the host, the
// certificates that are sent, and those that are trusted, with tabs between; certificates are base64 of DER, with commas between.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		answer := "ok"
		if err := judge(strings.Split(lines.Text(), "\t")); err != nil {
			answer = strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(answer)
	}
}

func judge(parts []string) error {
	seconds, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{DNSName: parts[1], Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool()}
	if seconds != 0 {
		options.CurrentTime = time.Unix(seconds, 0)
	}
	sent, err := read(parts[2], false)
	if err != nil {
		return err
	}
	trusted, _ := read(parts[3], true)
	if len(trusted) == 0 {
		return errors.New("no root can be read")
	}
	for _, it := range trusted {
		options.Roots.AddCert(it)
	}
	for _, it := range sent[1:] {
		options.Intermediates.AddCert(it)
	}
	_, err = sent[0].Verify(options)
	return err
}

// read passes over what cannot be read, as a pool of roots does, if it is told to.
func read(encoded string, lenient bool) (certificates []*x509.Certificate, err error) {
	for _, it := range strings.Split(encoded, ",") {
		der, err := base64.StdEncoding.DecodeString(it)
		if err != nil {
			return nil, err
		}
		certificate, err := x509.ParseCertificate(der)
		if err == nil {
			certificates = append(certificates, certificate)
		} else if !lenient {
			return nil, err
		}
	}
	return certificates, nil
}
