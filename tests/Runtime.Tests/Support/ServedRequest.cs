using System.Text;
using RouteGen.Protocol;
using RouteGen.Serving;

namespace RouteGen.Tests;

/// <summary>Makes served requests without a connection: a head is written, parsed, and taken over as a connection does it.</summary>
internal static class ServedRequest
{
    /// <summary>A live request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The target as on the request line.</param>
    /// <param name="host">The <c>Host</c> field; empty: none is sent, and the request is HTTP/1.0, which needs none.</param>
    /// <param name="minorVersion">The x of HTTP/1.x.</param>
    internal static Request Make(string method, string target, string host = "", int minorVersion = 1)
    {
        var reason = TryMake(method, target, out var request, host, minorVersion);
        Assert.True(reason == RejectReason.None, $"{method} {target} of {host} is refused: {reason}");
        return request!;
    }

    /// <summary>As <see cref="Make"/>, for what may be refused.</summary>
    /// <returns>Why the parser refuses it; none when it does not.</returns>
    internal static RejectReason TryMake(string method, string target, out Request? request, string host = "", int minorVersion = 1)
    {
        request = null;
        var field = host.Length > 0 ? $"Host: {host}\r\n" : "";
        if (host.Length == 0) minorVersion = 0;
        var head = Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.{minorVersion}\r\n{field}\r\n");
        var received = new ReceivedRequest();
        received.ForgetHead();
        var status = received.Head.Parse(head, headBytesMax: 1 << 24, fieldCountMax: 100);
        if (status == ParseStatus.Rejected) return received.Head.Reason;
        Assert.Equal((ParseStatus.Done, head.Length), (status, received.Head.Length));
        received.Begin(head, Body.Empty);
        request = new Request(received);
        return RejectReason.None;
    }
}
