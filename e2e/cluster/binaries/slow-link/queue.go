package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log"

	"golang.org/x/sys/unix"
)

// The messages and attributes of linux/netfilter/nfnetlink_queue.h that are used here.
const (
	messagePacket  = unix.NFNL_SUBSYS_QUEUE<<8 | 0
	messageVerdict = unix.NFNL_SUBSYS_QUEUE<<8 | 1
	messageConfig  = unix.NFNL_SUBSYS_QUEUE<<8 | 2

	attributePacketHeader  = 1
	attributeVerdictHeader = 2
	attributePayload       = 10

	configCommand = 1
	configParams  = 2
	configLength  = 3
	configMask    = 4
	configFlags   = 5

	commandBind = 1
	copyPacket  = 2
	flagGSO     = 4

	drop   = 0
	accept = 1

	// netlink's own header, and netfilter's behind it.
	headers = unix.SizeofNlMsghdr + 4
	// Of a packet's content only its length is used, which both versions of IP have in the first few bytes.
	copied = 8
)

type queue struct {
	socket int
	number uint16
	buffer []byte
}

type packet struct {
	id     uint32
	length int
}

// openQueue takes the queue over, in the network namespace of this process.
func openQueue(number uint16, length uint32) (*queue, error) {
	socket, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_NETFILTER)
	if err != nil {
		return nil, err
	}
	if err := unix.Bind(socket, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, err
	}
	if err := unix.SetsockoptInt(socket, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 8<<20); err != nil {
		return nil, err
	}
	q := &queue{socket, number, make([]byte, 1<<16)}
	params := append(binary.BigEndian.AppendUint32(nil, copied), copyPacket)
	for _, attributes := range [][]byte{
		attribute(configCommand, []byte{commandBind, 0, 0, 0}),
		attribute(configParams, params),
		attribute(configLength, binary.BigEndian.AppendUint32(nil, length)),
		// Without it the kernel would cut large segments into packets before it hands them over.
		append(attribute(configFlags, binary.BigEndian.AppendUint32(nil, flagGSO)),
			attribute(configMask, binary.BigEndian.AppendUint32(nil, flagGSO))...),
	} {
		if err := q.send(messageConfig, unix.NLM_F_ACK, attributes); err != nil {
			return nil, err
		}
		if _, err := q.receive(); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// decide lets a packet go or loses it. It may be called beside receive.
func (q *queue) decide(id, verdict uint32) {
	content := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, verdict), id)
	if err := q.send(messageVerdict, 0, attribute(attributeVerdictHeader, content)); err != nil {
		log.Printf("packet %d: %v", id, err)
	}
}

// receive waits for the next packets. Acknowledgements are none.
func (q *queue) receive() ([]packet, error) {
	count, _, err := unix.Recvfrom(q.socket, q.buffer, 0)
	// Packets that found no room here are lost; that is what a slow link does.
	if errors.Is(err, unix.ENOBUFS) || errors.Is(err, unix.EINTR) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var packets []packet
	for rest := q.buffer[:count]; len(rest) >= headers; {
		length := int(binary.NativeEndian.Uint32(rest))
		if length < headers || length > len(rest) {
			return nil, fmt.Errorf("a message of %d bytes in %d", length, len(rest))
		}
		switch binary.NativeEndian.Uint16(rest[4:]) {
		case messagePacket:
			packets = append(packets, parsePacket(rest[headers:length]))
		case unix.NLMSG_ERROR:
			if code := int32(binary.NativeEndian.Uint32(rest[unix.SizeofNlMsghdr:])); code != 0 {
				// An answer about a packet that is gone already: the queue was flushed.
				if code != -int32(unix.ENOENT) {
					return nil, unix.Errno(-code)
				}
			}
		}
		rest = rest[min(align(length), len(rest)):]
	}
	return packets, nil
}

func (q *queue) send(kind, flags uint16, attributes []byte) error {
	message := make([]byte, headers, headers+len(attributes))
	binary.NativeEndian.PutUint32(message, uint32(headers+len(attributes)))
	binary.NativeEndian.PutUint16(message[4:], kind)
	binary.NativeEndian.PutUint16(message[6:], unix.NLM_F_REQUEST|flags)
	binary.BigEndian.PutUint16(message[headers-2:], q.number)
	return unix.Sendto(q.socket, append(message, attributes...), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
}

func parsePacket(attributes []byte) packet {
	var found packet
	for len(attributes) >= unix.SizeofNlAttr {
		length := int(binary.NativeEndian.Uint16(attributes))
		if length < unix.SizeofNlAttr || length > len(attributes) {
			break
		}
		content := attributes[unix.SizeofNlAttr:length]
		switch binary.NativeEndian.Uint16(attributes[2:]) {
		case attributePacketHeader:
			found.id = binary.BigEndian.Uint32(content)
		case attributePayload:
			found.length = ipLength(content)
		}
		attributes = attributes[min(align(length), len(attributes)):]
	}
	return found
}

func ipLength(header []byte) int {
	if len(header) < copied {
		return 0
	}
	if header[0]>>4 == 6 {
		return 40 + int(binary.BigEndian.Uint16(header[4:]))
	}
	return int(binary.BigEndian.Uint16(header[2:]))
}

func attribute(kind uint16, content []byte) []byte {
	length := unix.SizeofNlAttr + len(content)
	encoded := make([]byte, align(length))
	binary.NativeEndian.PutUint16(encoded, uint16(length))
	binary.NativeEndian.PutUint16(encoded[2:], kind)
	copy(encoded[unix.SizeofNlAttr:], content)
	return encoded
}

func align(length int) int { return (length + unix.NLMSG_ALIGNTO - 1) &^ (unix.NLMSG_ALIGNTO - 1) }
