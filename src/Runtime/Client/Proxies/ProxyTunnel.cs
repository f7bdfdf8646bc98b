// A tunnel through an http proxy (RFC 9110 section 9.3.6). The CONNECT contains nothing of the user's request, which is meant only for the
// target.
using System.Text;
using RouteGen.IO;
using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen;

internal static class ProxyTunnel
{
    // The response to CONNECT has few fields. The same limit applies to the sum of the informational responses before it.
    private const int HeadBytesMax = 64 * 1024;
    private const int FieldCountMax = 100;
    private const int ReasonLengthMax = 100;

    /// <summary>Asks the proxy for a connection to the key's host. Afterwards <paramref name="conn"/> is the tunnel.</summary>
    /// <exception cref="TransportException">The proxy refused the tunnel, or the connection to the proxy broke.</exception>
    /// <exception cref="ProtocolException">The proxy's response is malformed.</exception>
    internal static async ValueTask OpenAsync(Conn conn, ConnKey key, Header? fields, Action<Url, Request, Response>? told)
    {
        var request = MakeRequest(key, fields);
        await conn.SendAsync(Write(request)).ConfigureAwait(false);
        var input = default(InputBuffer);
        try
        {
            var head = new ResponseHead();
            var interim = default(InformationalResponses);
            head.Reset();
            while (true)
            {
                // After NeedMore the parser resumes where it stopped.
                var status = head.Parse(input.Unread, HeadBytesMax, FieldCountMax);
                if (status == ParseStatus.Rejected) throw new ProtocolException(head.Reason);
                if (status == ParseStatus.NeedMore)
                {
                    await FillAsync(conn, ref input).ConfigureAwait(false);
                    continue;
                }

                if (head.StatusCode is >= 100 and < 200 and not 101)
                {
                    if (!interim.TryCount(head.Length, HeadBytesMax, isTold: false))
                        throw new ProtocolException(RejectReason.TooManyInformationalResponses);
                    input.Consume(head.Length);
                    head.Reset();
                    continue;
                }

                if (told is not null)
                {
                    // User code must not run on this thread, which may drive IO.
                    await ThreadPoolHop.Switch();
                    told(key.Proxy!, request, new Response(new ReceivedHead(input.Unread[..head.Length], head), request));
                }

                Check(head, input.Unread);
                return;
            }
        }
        finally
        {
            input.Release();
        }
    }

    /// <summary>Returns the bytes of the CONNECT request.</summary>
    internal static byte[] Request(ConnKey key, Header? fields) => Write(MakeRequest(key, fields));

    private static Request MakeRequest(ConnKey key, Header? fields)
    {
        var request = new Request("CONNECT", new Url { Scheme = "http", Host = key.Address, Opaque = key.Address });
        if (fields is not null) request.Header.AddAll(fields);
        if (RequestPlan.BasicCredentials(key.Proxy?.User) is { } credentials) request.Header.Set("Proxy-Authorization", credentials);
        return request;
    }

    private static byte[] Write(Request request)
    {
        var output = default(OutputBuffer);
        RequestHeadWriter.Write(ref output, request, RequestPlan.For(request, request.Url, body: null, RequestPlan.Sender.Plain));
        var bytes = output.Pending.ToArray();
        output.Release();
        return bytes;
    }

    private static void Check(ResponseHead head, ReadOnlySpan<byte> received)
    {
        if (head.StatusCode != 200)
        {
            var reason = Encoding.Latin1.GetString(received.Slice(head.ReasonStart, head.ReasonLength));
            throw new TransportException(
                TransportError.ProxyRefused, $"The proxy refused to connect: {head.StatusCode} {Printable(reason)}");
        }

        // The target sends nothing before it gets a request, so these bytes come from the proxy.
        if (received.Length > head.Length) throw new ProtocolException(RejectReason.BytesBehindConnect);
    }

    private static string Printable(string text) => string.Create(Math.Min(text.Length, ReasonLengthMax), text, static (target, text) =>
    {
        for (var index = 0; index < target.Length; index++) target[index] = text[index] is >= ' ' and <= '~' and var letter ? letter : '?';
    });

    private static ValueTask FillAsync(Conn conn, ref InputBuffer input)
    {
        var count = input.Fill(conn, out _);
        if (count == 0)
            throw new TransportException(TransportError.UnexpectedEof, "The proxy closed the connection before its response was complete.");
        return count == Conn.WouldBlock ? conn.WaitReadableAsync() : default;
    }
}
