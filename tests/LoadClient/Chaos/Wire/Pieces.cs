using System.Net.Sockets;

namespace LoadClient.Chaos;

/// <summary>Sends bytes at once, or in pieces of random size with pauses.</summary>
internal static class Pieces
{
    private const int PieceCountMax = 24;
    private const int PauseMsMax = 10;

    internal static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, Dice dice, Progress progress)
    {
        var isAtOnce = dice.OneIn(3);
        var isSlow = dice.OneIn(4);
        for (var pieces = 0; !bytes.IsEmpty; pieces++)
        {
            var size = isAtOnce || pieces == PieceCountMax ? bytes.Length : 1 + dice.Next(Math.Max(1, bytes.Length / (1 + dice.Next(6))));
            for (var piece = bytes[..size]; !piece.IsEmpty;)
            {
                piece = piece[await socket.SendAsync(piece)..];
                progress.Made();
            }

            bytes = bytes[size..];
            if (isSlow && !bytes.IsEmpty) await Task.Delay(1 + dice.Next(PauseMsMax));
        }
    }
}
