using System.Text;
using RouteGen.Primitives;

namespace RouteGen.Serving;

/// <summary>Writes the responses to requests that the server refuses (BEHAVIOUR S4), with a date and a length.</summary>
internal static class RefusalResponse
{
    internal static void Write(ref OutputBuffer output, RejectReason reason)
    {
        var (status, text) = RejectReasons.ResponseTo(reason);
        HeadLines.WriteStatusLine(ref output, status, isHttp10: false);
        output.Append("Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"u8);
        output.Append(HttpDate.DateLine());
        var body = Encoding.ASCII.GetBytes(BodyText(reason, status, text));
        HeadLines.WriteContentLength(ref output, body.Length);
        output.Append("\r\n"u8);
        output.Append(body);
    }

    // As in Go, the body is the code, the reason phrase and the problem. For an unsupported transfer coding, it is only the problem.
    internal static string BodyText(RejectReason reason, int status, string text)
    {
        if (reason == RejectReason.UnsupportedTransferEncoding) return text;
        var name = $"{status} {StatusCodes.Text(status)}";
        return text.Length == 0 ? name : $"{name}: {text}";
    }
}
