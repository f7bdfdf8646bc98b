// The limit: the least that an answer over an edge-triggered epoll loop can cost. It parses nothing: it counts the ends of heads.
//   limit HOST PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 4\r\nContent-Type: text/plain; charset=utf-8\r\n"
static const char answer[] = HEAD "\r\npong", last_answer[] = HEAD "Connection: close\r\n\r\npong";
enum { answer_length = sizeof answer - 1, heads_max = 256 };

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  static char in[16384], out[heads_max * answer_length];
  for (int i = 0; i < heads_max; i++) memcpy(out + i * answer_length, answer, answer_length);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2])), .sin_addr.s_addr = inet_addr(argv[1])};
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1, set = epoll_create1(0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(listener, 4096) != 0) return 1;
  struct epoll_event events[256], event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int count = epoll_wait(set, events, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        for (int conn; (conn = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0;) {
          setsockopt(conn, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event = (struct epoll_event){.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.fd = conn};
          epoll_ctl(set, EPOLL_CTL_ADD, conn, &event);
        }
        continue;
      }
      ssize_t length = recv(fd, in, sizeof in, 0), sent = 0;
      if (length > 0 && memmem(in, length, "Connection: close", 17)) {
        send(fd, last_answer, sizeof last_answer - 1, MSG_NOSIGNAL);
        length = 0;
      }
      int heads = 0;
      for (char *at = in, *end = in + length; heads < heads_max && length > 0 && (at = memmem(at, end - at, "\r\n\r\n", 4)); at += 4) heads++;
      if (heads > 0) sent = send(fd, out, heads * answer_length, MSG_NOSIGNAL);
      if (length <= 0 || sent < 0) close(fd);
    }
  }
}
