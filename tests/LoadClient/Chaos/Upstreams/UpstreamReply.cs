using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LoadClient.Chaos;

/// <summary>Sends the upstream's responses, in random pieces.</summary>
internal sealed class UpstreamReply(Socket socket, Progress progress)
{
    /// <param name="plan">The request.</param>
    /// <param name="dice">How it is sent.</param>
    /// <param name="length">How much of the body: less than announced is a response without its end.</param>
    /// <param name="closes">Whether the connection ends behind it.</param>
    internal async Task SendAsync(Plan plan, Dice dice, int length, bool closes)
    {
        var isChunked = dice.OneIn(2);
        var text = new StringBuilder();
        if (dice.OneIn(6)) text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 103 Early Hints\r\nX-Id: {plan.Id}\r\n\r\n");
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nX-Id: {plan.Id}\r\n");
        if (closes) text.Append("Connection: close\r\n");
        var hasTrailer = isChunked && dice.OneIn(3);
        if (hasTrailer) text.Append("Trailer: X-Tail\r\n");
        text.Append(
            isChunked ? "Transfer-Encoding: chunked\r\n\r\n"
                : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {plan.ReplyLength}\r\n\r\n"));
        var bytes = new MessageBytes(dice);
        bytes.Add(text.ToString());
        bytes.AddBody(Pattern.Make('u', plan.Id, length), isChunked, isWhole: length == plan.ReplyLength, hasTrailer ? plan.Id : null);
        await Pieces.SendAsync(socket, bytes.Written, dice, progress);
    }
}
