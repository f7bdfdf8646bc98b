// What a server would make of recorded bytes, with the parser alone: heads, bodies, and what RejectReasons answers. The rules of a
// connection that stand here (when it closes, OPTIONS *, stray line ends) are the server's, in their simplest form.
using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Vectors.Tests;

internal static class ParsedConnection
{
    private const int HeadSlopBytes = 4096;
    private const int FieldCountMax = 1000;

    internal static SeenConnection Run(byte[] input, int headBytesMax)
    {
        var seen = new SeenConnection();
        var head = new RequestHead();
        var start = 0;
        while (start < input.Length)
        {
            head.Reset();
            var bytes = input[start..];
            var status = head.Parse(bytes, headBytesMax + HeadSlopBytes, FieldCountMax);
            if (status == ParseStatus.NeedMore) status = head.Finish();
            if (status == ParseStatus.Rejected)
            {
                Refuse(seen, head.Reason);
                break;
            }

            var framing = BodyFramingRules.OfRequest(head, out var length);
            var body = WireBody.Read(bytes.AsSpan(head.Length), framing, length, step: 512);
            var request = See(head, bytes, body);
            if (head.ExpectsContinue && framing != BodyFraming.None) seen.Statuses.Add(100);
            seen.Statuses.Add(200);
            if (request is not { Method: "OPTIONS", Target: "*" }) seen.Requests.Add(request);
            if (request.Close || !body.IsWhole) break;
            start += head.Length + body.Consumed;
            if (request.Method == "POST") start += RequestHead.CountStrayLineEnds(input.AsSpan(start), countMax: 4);
        }

        return seen;
    }

    private static void Refuse(SeenConnection seen, RejectReason reason)
    {
        var (status, text) = RejectReasons.ResponseTo(reason);
        seen.Statuses.Add(status);
        seen.ErrorStatus = status;
        seen.ErrorBody = reason == RejectReason.UnsupportedTransferEncoding ? text
            : text.Length == 0 ? $"{status} {StatusText(status)}"
            : $"{status} {StatusText(status)}: {text}";
    }

    private static string StatusText(int status) => status switch
    {
        400 => "Bad Request",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "?",
    };

    private static SeenRequest See(RequestHead head, byte[] bytes, WireBody body)
    {
        var path = new byte[head.PathLength];
        Assert.True(PercentEncoding.TryDecode(bytes.AsSpan(head.PathStart, head.PathLength), path, out var pathLength));
        return new SeenRequest(
            Text(bytes, 0, head.MethodLength),
            Text(bytes, head.TargetStart, head.TargetLength),
            Text(path, 0, pathLength),
            Text(bytes, head.QueryStart, head.QueryLength),
            head.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1",
            Text(bytes, head.HostStart, head.HostLength),
            FieldMaps.Of(head, bytes),
            head.IsChunked ? -1 : Math.Max(0, head.ContentLength),
            head.IsChunked,
            head.HasClose || (head.MinorVersion == 0 && !head.HasKeepAlive),
            Convert.ToBase64String(body.Data),
            body.IsWhole,
            FieldMaps.OfTrailer(head, bytes, body.Trailer));
    }

    private static string Text(byte[] bytes, int start, int length) => Encoding.Latin1.GetString(bytes, start, length);
}
