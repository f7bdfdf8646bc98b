using System.Text;
using RouteGen.IO;

namespace RouteGen.Serving;

/// <summary>The answers that the server itself makes to requests it refuses (BEHAVIOUR S4, with a date and a length).</summary>
internal static class ErrorAnswer
{
    internal static void Write(ref OutputBuffer output, RejectReason reason)
    {
        var (status, text) = RejectReasons.Answer(reason);
        HeadWriter.WriteStatusLine(ref output, status, isHttp10: false);
        output.Append("Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"u8);
        output.Append(HttpDate.DateLine());
        var body = Body(reason, status, text);
        HeadWriter.WriteContentLength(ref output, body.Length);
        output.Append("\r\n"u8);
        output.Append(body);
    }

    // As Go writes them: the status with the text behind it, or the status alone; a coding we do not have is answered by its text alone.
    private static byte[] Body(RejectReason reason, int status, string text)
    {
        if (reason == RejectReason.UnsupportedTransferEncoding) return Encoding.ASCII.GetBytes(text);
        var line = Encoding.ASCII.GetString(StatusCodes.Line(status)["HTTP/1.1 ".Length..^2]);
        return Encoding.ASCII.GetBytes(text.Length == 0 ? line : line + ": " + text);
    }
}
